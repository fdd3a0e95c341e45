# Non-response by classes and by propensity, redone in every jackknife replicate, with R survey.
# Usage: Rscript nonresponse.R (in this folder). Reads weighting.csv; writes nonresponse.csv and nonresponse.json.
suppressPackageStartupMessages(library(survey))
library(jsonlite)
options(digits = 17)

d <- read.csv("weighting.csv")
set.seed(90210)
d$deed_mee <- rbinom(nrow(d), 1, plogis(.6 + .9 * (d$leeftijd == "65+") - .5 * (d$sexe == "m") + .02 * d$jaren))
write.csv(d, "nonresponse.csv", row.names = FALSE, quote = FALSE)
J <- as.svrepdesign(svydesign(id = ~plek, strata = ~wijk, weights = ~w, data = d, nest = TRUE), type = "JKn")

classes <- function(w, data) {
  group <- interaction(data$sexe, data$leeftijd)
  w * data$deed_mee / ave(w * data$deed_mee, group, FUN = sum) * ave(w, group, FUN = sum)
}
model <- function(form) function(w, data) {
  data$w_ <- w
  p <- fitted(glm(form, family = quasibinomial(), data = data[w > 0, ], weights = w_,
                  control = glm.control(epsilon = 1e-14, maxit = 100)))
  out <- numeric(length(w)); out[w > 0] <- w[w > 0] * data$deed_mee[w > 0] / p
  out
}
raked <- function(w, data) {
  w <- classes(w, data)
  for (i in 1:300) for (m in list(c(huur = 2880, koop = 4320))) w <- w * m[data$woning] / tapply(w, data$woning, sum)[data$woning]
  w
}
ways <- list(cells = classes, propensity = model(deed_mee ~ sexe + leeftijd + jaren),
             propensity_other = model(deed_mee ~ woning + leeftijd + huishouden), cells_raked = raked)
cases <- lapply(names(ways), function(name) {
  way <- ways[[name]]; w <- way(weights(J, "sampling"), d)
  est <- withReplicates(J, function(w, data) {
    a <- way(w, data); c(weet = sum(a * data$weet) / sum(a), cijfer = sum(a * data$cijfer) / sum(a), totaal = sum(a * data$weet))
  })
  list(id = name, weights = as.vector(w), est = as.vector(coef(est)), se = as.vector(SE(est)))
})
write(toJSON(list(r = R.version.string, survey = as.character(packageVersion("survey")), cases = cases),
             digits = NA, auto_unbox = TRUE), "nonresponse.json")
