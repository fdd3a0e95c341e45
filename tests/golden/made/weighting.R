# Weights by R survey: post-stratified, raked, calibrated, trimmed; and the errors after them.
# Usage: Rscript weighting.R (in this folder). Made-up data from the seed below; names of wijken are labels only.
# Writes weighting.csv and weighting.json.
suppressPackageStartupMessages(library(survey))
library(jsonlite)
options(digits = 17)

set.seed(77013)
n <- 144
d <- data.frame(
  wijk = rep(sprintf("K%d", 1:4), each = 36), plek = rep(rep(1:6, each = 6), 4), fpc = rep(c(40, 18, 60, 25), each = 36),
  w = round(rgamma(n, 4, .1) + 4, 3), sexe = sample(c("m", "v"), n, TRUE, c(.6, .4)),
  leeftijd = sample(c("18-34", "35-64", "65+"), n, TRUE, c(.15, .35, .5)), woning = sample(c("huur", "koop"), n, TRUE),
  jaren = rpois(n, 12) + 1, huishouden = sample(1:5, n, TRUE, c(.35, .3, .15, .15, .05)))
lift <- rnorm(24, 0, .6)[(as.integer(factor(d$wijk)) - 1) * 6 + d$plek]
d$weet <- rbinom(n, 1, plogis(-.4 + .6 * (d$leeftijd == "65+") + .03 * d$jaren + lift))
d$cijfer <- round(6 + lift + .05 * d$jaren + rnorm(n), 2)
write.csv(d, "weighting.csv", row.names = FALSE, quote = FALSE)

S <- svydesign(id = ~1, strata = ~wijk, weights = ~w, data = d)
K <- svydesign(id = ~plek, strata = ~wijk, weights = ~w, data = d, nest = TRUE)
Kf <- svydesign(id = ~plek, strata = ~wijk, weights = ~w, fpc = ~fpc, data = d, nest = TRUE)
J <- as.svrepdesign(K, type = "JKn")
N <- 7200
sexe <- data.frame(sexe = c("m", "v"), Freq = N * c(.49, .51))
leeftijd <- data.frame(leeftijd = c("18-34", "35-64", "65+"), Freq = N * c(.25, .45, .3))
woning <- data.frame(woning = c("huur", "koop"), Freq = N * c(.4, .6))
joint <- data.frame(sexe = rep(c("m", "v"), 3), leeftijd = rep(leeftijd$leeftijd, each = 2),
                    Freq = c(950, 850, 1600, 1640, 978, 1182))
forms <- list(~sexe, ~leeftijd, ~woning); pops <- list(sexe, leeftijd, woning)
tight <- list(epsilon = 1e-14, maxit = 2000)
two <- c(`(Intercept)` = N, sexev = N * .51, `leeftijd35-64` = N * .45, `leeftijd65+` = N * .3)
with <- c(two, jaren = N * 12.8, huishouden = N * 2.3)
cal <- function(des, ...) calibrate(des, ..., epsilon = 1e-13, maxit = 500)

designs <- list(
  rake_S = rake(S, forms, pops, tight), rake_K = rake(K, forms, pops, tight), rake_Kf = rake(Kf, forms, pops, tight),
  rake_joint_K = rake(K, list(~sexe + leeftijd, ~woning), list(joint, woning), tight),
  calraking_S = cal(S, ~sexe + leeftijd, two, calfun = "raking"),
  calraking_K = cal(K, ~sexe + leeftijd, two, calfun = "raking"),
  calraking_Kf = cal(Kf, ~sexe + leeftijd, two, calfun = "raking"),
  post_S = postStratify(S, ~sexe + leeftijd, joint), post_K = postStratify(K, ~sexe + leeftijd, joint),
  linear_S = cal(S, ~sexe + leeftijd + jaren + huishouden, with),
  linear_K = cal(K, ~sexe + leeftijd + jaren + huishouden, with),
  linear_Kf = cal(Kf, ~sexe + leeftijd + jaren + huishouden, with),
  ratio_K = cal(K, ~ 0 + jaren, c(jaren = N * 12.8)),
  number_K = cal(K, ~jaren, c(`(Intercept)` = N, jaren = N * 12.8)),
  raking_number_K = cal(K, ~sexe + leeftijd + jaren, with[1:5], calfun = "raking"),
  logit_K = cal(K, ~sexe + leeftijd + jaren, with[1:5], calfun = "logit", bounds = c(.1, 6)),
  bounded_K = cal(K, ~sexe + leeftijd, two, calfun = "linear", bounds = c(.52, 2.15)),
  J_rake = rake(J, forms, pops, tight), J_post = postStratify(J, ~sexe + leeftijd, joint),
  J_linear = cal(J, ~sexe + leeftijd + jaren, with[1:5]),
  J_logit = cal(J, ~sexe + leeftijd, two, calfun = "logit", bounds = c(.1, 8)))
designs$post_rake_K <- rake(designs$post_K, list(~woning), list(woning), tight)
designs$rake_trim_K <- trimWeights(designs$rake_K, lower = 15, upper = 110)
designs$rake_trim_strict_K <- trimWeights(designs$rake_K, lower = 15, upper = 110, strict = TRUE)
designs$linear_trim_S <- trimWeights(designs$linear_S, upper = 90, strict = TRUE)
designs$post_trim_K <- trimWeights(designs$post_K, lower = 20, upper = 100, strict = TRUE)

cases <- lapply(names(designs), function(name) {
  des <- designs[[name]]; w <- weights(des, "sampling")
  m <- svymean(~weet + cijfer, des); t <- svytotal(~weet + cijfer, des)
  one <- list(id = name, sum = sum(w), sum_sq = sum(w^2), min = min(w), max = max(w), weights = w[1:24],
              mean = as.vector(coef(m)), mean_vcov = unname(as.matrix(vcov(m))),
              total = as.vector(coef(t)), total_se = as.vector(SE(t)))
  if (grepl("_K$|_S$|^J_", name)) {
    b <- svyby(~weet + cijfer, ~woning, des, svymean)
    one$by <- list(woning = b$woning, weet = b$weet, cijfer = b$cijfer, se_weet = SE(b)[[1]], se_cijfer = SE(b)[[2]])
  }
  one
})
write(toJSON(list(r = R.version.string, survey = as.character(packageVersion("survey")), cases = cases),
             digits = NA, auto_unbox = TRUE, pretty = FALSE), "weighting.json")
