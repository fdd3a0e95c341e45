# Regressions by R survey, nnet and MASS: coefficients, errors, tests, predictions, margins and effects.
# Usage: Rscript models.R (in this folder). Made-up data from the seed below; names of wijken are labels only.
# Writes models.csv and models.json; models_classes.R holds what R has no function for.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
options(digits = 17)

set.seed(20931)
n <- 240
d <- data.frame(
  wijk = rep(sprintf("M%d", 1:4), each = 60), plek = rep(rep(1:6, each = 10), 4),
  huis = rep(rep(1:5, each = 2), 24), Np = rep(c(30, 14, 60, 9), each = 60), Nh = rep(sample(20:90, 24, TRUE), each = 10),
  w = round(rgamma(n, 3, .08) + 3, 3), sexe = sample(c("m", "v"), n, TRUE),
  leeftijd = sample(c("18-34", "35-64", "65+"), n, TRUE, c(.3, .4, .3)), woning = sample(c("huur", "koop"), n, TRUE),
  jaren = rpois(n, 9) + 1, kamers = sample(2:4, n, TRUE))
d$fpcw <- d$Np
plek <- (as.integer(factor(d$wijk)) - 1) * 6 + d$plek
lift <- rnorm(24, 0, .5)[plek]
age <- as.integer(factor(d$leeftijd)) - 2
d$weet <- rbinom(n, 1, plogis(-.3 + .5 * age - .4 * (d$sexe == "m") + .05 * d$jaren + lift))
d$bezoeken <- rpois(n, exp(.3 + .2 * age + .03 * d$jaren + lift / 2))
d$cijfer <- round(6 + .4 * age + .04 * d$jaren + lift + rnorm(n), 2)
d$cijfer[sample(n, 15)] <- NA
d$eens <- cut(.6 * age + .05 * d$jaren + lift + rlogis(n), c(-Inf, -.5, .6, 1.9, Inf), labels = c("1", "2", "3", "4"))
d$eens <- as.integer(as.character(d$eens))
d$kanaal <- c("balie", "telefoon", "web")[apply(cbind(.4 + age, rep(0, n), .3 * (d$sexe == "v") - .5 * age) -
  log(-log(matrix(runif(3 * n), n))), 1, which.max)]
d$kanaal[sample(n, 7)] <- NA
write.csv(d, "models.csv", row.names = FALSE, quote = FALSE, na = "")
for (x in c("sexe", "leeftijd", "woning")) d[[x]] <- factor(d[[x]])

U <- svydesign(id = ~1, weights = ~w, data = d)
S <- svydesign(id = ~1, strata = ~wijk, weights = ~w, data = d)
K <- svydesign(id = ~plek, strata = ~wijk, weights = ~w, data = d, nest = TRUE)
Kf <- svydesign(id = ~plek, strata = ~wijk, weights = ~w, fpc = ~Np, data = d, nest = TRUE)
TT <- svydesign(id = ~plek + huis, strata = ~wijk, weights = ~w, fpc = ~Np + Nh, data = d, nest = TRUE)
J <- as.svrepdesign(K, type = "JKn")
total <- sum(d$w)
sexe <- data.frame(sexe = c("m", "v"), Freq = total * c(.49, .51))
leeftijd <- data.frame(leeftijd = c("18-34", "35-64", "65+"), Freq = total * c(.25, .45, .3))
P <- postStratify(K, ~leeftijd, leeftijd)
R <- rake(K, list(~sexe, ~leeftijd), list(sexe, leeftijd), control = list(epsilon = 1e-14, maxit = 2000))
C <- calibrate(K, ~sexe + leeftijd, calfun = "raking", epsilon = 1e-13, maxit = 500,
  population = c(`(Intercept)` = total, sexev = total * .51, `leeftijd35-64` = total * .45, `leeftijd65+` = total * .3))
designs <- list(U = U, S = S, K = K, Kf = Kf, TT = TT, J = J, P = P, R = R, C = C)
GC <- glm.control(epsilon = 1e-14, maxit = 100)
families <- list(linear = gaussian(), logistic = quasibinomial(), poisson = quasipoisson())

cases <- list()
num <- function(x) I(unname(as.vector(x)))
add <- function(id, question, design, kind, formula, result, ..., rtol = 1e-8)
  cases[[length(cases) + 1]] <<- c(list(id = id, question = question, design = design, kind = kind,
    formula = formula, ..., rtol = rtol), list(result = result))
fit <- function(design, kind, formula, subset = NULL) {
  x <- designs[[design]]
  if (!is.null(subset)) x <- eval(bquote(subset(x, .(parse(text = subset)[[1]]))))
  eval(bquote(svyglm(.(as.formula(formula)), design = x, family = .(families[[kind]]), control = GC)))
}
coefs <- function(design, kind, formula, subset = NULL) {
  m <- fit(design, kind, formula, subset); s <- summary(m); ci <- confint(m, ddf = m$df.residual)
  x <- designs[[design]]; use <- rep(TRUE, n)
  if (!is.null(subset)) use <- with(d, eval(parse(text = subset)))
  known <- complete.cases(d[, all.vars(as.formula(formula))])
  # survey scales the weights to mean 1 before it leaves rows with missing values out, and its dispersion with them;
  # and 4.1.1 forgets to divide by their sum when the design has replicate weights.
  scaled <- mean(weights(x, "sampling")[use]) / mean(weights(x, "sampling")[use & known])
  dispersion <- if (design == "J") NULL else as.numeric(s$dispersion) * scaled
  add(paste("coef", design, kind, formula, subset), "coefficients", design, kind, formula, subset = subset,
    list(names = I(names(coef(m))), coef = num(coef(m)), vcov = num(vcov(m)), df = m$df.residual, p = num(s$coef[, 4]),
      low = num(ci[, 1]), high = num(ci[, 2]), dispersion = dispersion))
}
for (x in c("U", "S", "K", "Kf", "TT", "J")) coefs(x, "linear", "cijfer ~ leeftijd + sexe + jaren")
for (x in c("S", "K", "TT", "J", "P", "R", "C")) coefs(x, "logistic", "weet ~ leeftijd * sexe + jaren")
for (x in c("Kf", "TT", "R")) coefs(x, "poisson", "bezoeken ~ leeftijd + jaren")
coefs("K", "logistic", "weet ~ leeftijd + jaren", 'wijk != "M4"')
coefs("TT", "linear", "cijfer ~ sexe + jaren", 'leeftijd == "65+"')
coefs("R", "logistic", "weet ~ sexe", 'leeftijd != "65+"')
coefs("K", "logistic", "weet ~ cijfer + sexe")
coefs("K", "linear", "cijfer ~ leeftijd - 1")
coefs("K", "linear", "cijfer ~ leeftijd + leeftijd:jaren")
coefs("S", "linear", "cijfer ~ 0 + leeftijd + leeftijd:jaren")
coefs("Kf", "logistic", "weet ~ factor(kamers) * woning")
coefs("K", "linear", "cijfer ~ jaren + I(jaren^2) + log(jaren)")
coefs("S", "logistic", 'I(leeftijd == "65+") ~ sexe + I(jaren > 10)')
coefs("K", "linear", "cijfer ~ (sexe + woning + leeftijd)^2")

people <- data.frame(leeftijd = c("18-34", "65+", "35-64"), sexe = c("v", "m", "v"), jaren = c(3, 20, 9.5))
for (one in list(c("Kf", "linear", "cijfer"), c("TT", "logistic", "weet"), c("K", "poisson", "bezoeken"), c("S", "logistic", "weet"))) {
  formula <- paste(one[3], "~ leeftijd + sexe + jaren"); m <- fit(one[1], one[2], formula)
  link <- predict(m, people, type = "link", se.fit = TRUE); mean <- predict(m, people, type = "response", se.fit = TRUE)
  add(paste("predict", one[1], one[2]), "predictions", one[1], one[2], formula, people = people,
    list(link = num(link), link_se = num(SE(link)), mean = num(mean), mean_se = num(SE(mean))))
}
test <- function(design, kind, formula, terms) {
  t <- regTermTest(fit(design, kind, formula), as.formula(paste("~", paste(terms, collapse = "+"))))
  add(paste("test", design, kind, paste(terms, collapse = " ")), "test", design, kind, formula, terms = I(terms),
    list(F = as.numeric(t$Ftest), df = t$df, ddf = t$ddf, p = as.numeric(t$p)))
}
test("K", "logistic", "weet ~ leeftijd + sexe + jaren", c("leeftijd", "sexe"))
test("TT", "linear", "cijfer ~ leeftijd * sexe + jaren", "leeftijd:sexe")
test("J", "logistic", "weet ~ leeftijd + jaren", "leeftijd")
test("R", "poisson", "bezoeken ~ leeftijd + jaren", c("leeftijd", "jaren"))

margins <- function(design, kind, formula, group) {
  adjusted <- update(as.formula(formula), paste("~ . -", group))
  m <- eval(bquote(svyglm(.(adjusted), design = designs[[.(design)]], family = .(families[[kind]]), control = GC)))
  s <- svypredmeans(m, as.formula(paste("~", group)))
  add(paste("margins", design, kind, group), "margins", design, kind, formula, group = group,
    list(names = I(names(coef(s))), est = num(coef(s)), vcov = num(vcov(s))))
}
margins("K", "logistic", "weet ~ sexe + jaren + leeftijd", "leeftijd")
margins("TT", "linear", "bezoeken ~ jaren + woning + sexe", "sexe")
margins("S", "poisson", "bezoeken ~ jaren + woning", "woning")
margins("R", "logistic", "weet ~ jaren + sexe + leeftijd", "leeftijd")
margins("J", "logistic", "weet ~ sexe + jaren + leeftijd", "leeftijd")
for (x in c("K", "R")) {
  m <- fit(x, "logistic", "weet ~ leeftijd + jaren")
  add(paste("psrsq", x), "determination", x, "logistic", "weet ~ leeftijd + jaren",
    list(cox_snell = psrsq(m, "Cox-Snell"), nagelkerke = psrsq(m, "Nagelkerke")))
}
source("models_classes.R")
names(cases) <- NULL
write(toJSON(list(session = I(paste(R.version.string, "survey", packageVersion("survey"))), cases = cases),
  digits = NA, auto_unbox = TRUE, null = "null"), "models.json")
