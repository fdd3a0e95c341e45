# Intervals of proportions by R survey: rare, common and nearly universal answers, small groups, strata, places, an fpc,
# replicate weights, a raked sample, missing answers, four levels. Korn-Graubard (NCHS: capped at n) and Jeffreys are not
# in survey: they are computed here from its estimates, by their formulas.
# Usage: Rscript intervals.R (in this folder). Made-up data from the seed below; names of wijken are labels only.
# Writes intervals.csv and intervals.json.
suppressPackageStartupMessages(library(survey))
library(jsonlite)
options(digits = 17, survey.lonely.psu = "fail")

set.seed(90210)
n <- 240
d <- data.frame(wijk = rep(sprintf("W%d", 1:5), times = c(30, 36, 48, 54, 72)))
d$plek <- unlist(lapply(c(5, 6, 8, 9, 12), function(k) rep(seq_len(k), each = 6)))
d$N <- rep(c(20, 9, 40, 30, 90), times = c(30, 36, 48, 54, 72))
d$w <- round(rgamma(n, 3, .05) + 3, 4)
d$groep <- sample(c("jong", "midden", "oud"), n, TRUE, c(.08, .42, .5))
lift <- rnorm(40, 0, .7)[cumsum(!duplicated(paste(d$wijk, d$plek)))]
d$zelden <- rbinom(n, 1, plogis(-3.4 + lift))
d$helft <- rbinom(n, 1, plogis(.1 + lift))
d$soms <- rbinom(n, 1, plogis(-1.6 + .5 * (d$groep == "oud") + lift))
d$bijna <- rbinom(n, 1, plogis(3 + .5 * lift))
d$gemist <- ifelse(runif(n) < .12, NA, rbinom(n, 1, .35))
write.csv(d, "intervals.csv", row.names = FALSE, quote = FALSE, na = "")

A <- svydesign(id = ~1, weights = ~w, data = d)
S <- svydesign(id = ~1, strata = ~wijk, weights = ~w, data = d)
K <- svydesign(id = ~plek, strata = ~wijk, weights = ~w, data = d, nest = TRUE)
F <- svydesign(id = ~plek, strata = ~wijk, weights = ~w, fpc = ~N, data = d, nest = TRUE)
J <- as.svrepdesign(K, type = "JKn")
groups <- data.frame(groep = c("jong", "midden", "oud"), Freq = c(4000, 5000, 6000))
wijken <- data.frame(wijk = sprintf("W%d", 1:5), Freq = c(2000, 2500, 3000, 3500, 4000))
R <- rake(K, list(~groep, ~wijk), list(groups, wijken), list(epsilon = 1e-13, maxit = 1000))
designs <- list(A = A, S = S, K = K, F = F, J = J, R = R)

effective <- function(p, v, n, df, level) min(n, p * (1 - p) / v * (qt((1 - level) / 2, n - 1) / qt((1 - level) / 2, df))^2)
by_formula <- function(method, x, des, level) {
  m <- svymean(x, des); p <- as.numeric(coef(m)); v <- as.numeric(vcov(m)); rows <- nrow(des); df <- degf(des)
  ne <- if (p > 0 && p < 1) effective(p, v, rows, df, level) else rows
  more <- if (method == "jeffreys") c(.5, .5) else c(0, 1); a <- (1 - level) / 2; k <- ne * p
  list(p = p, se = sqrt(v), df = df,
       low = if (p == 0) 0 else qbeta(a, k + more[1], ne - k + more[2]),
       high = if (p == 1) 1 else qbeta(1 - a, k + more[2], ne - k + more[1]))
}
by_survey <- function(method, x, des, level) {
  more <- if (method %in% c("logit", "likelihood")) list() else list(na.rm = TRUE)
  s <- do.call(svyciprop, c(list(x, des, method = method, level = level), more)); ci <- as.numeric(attr(s, "ci"))
  m <- svymean(x, des, na.rm = TRUE)
  list(p = as.numeric(coef(m)), se = as.numeric(SE(m)), df = degf(des), low = ci[1], high = ci[2])
}
one <- function(design, column, method, level = .95, where = NULL) {
  des <- designs[[design]]
  if (!is.null(where)) { keep <- d[[names(where)]] == where[[1]]; des <- des[keep, ] }
  x <- as.formula(paste0("~", column))
  found <- (if (method %in% c("korn_graubard", "jeffreys")) by_formula else by_survey)(method, x, des, level)
  c(list(id = paste(c(design, column, method, level * 100, unlist(where)), collapse = "-"), design = design,
         column = column, method = method, level = level, where = where), found)
}
all <- c("mean", "logit", "xlogit", "likelihood", "asin", "beta", "korn_graubard", "jeffreys")
cases <- list()
for (m in all) {
  if (m != "likelihood") cases <- c(cases, list(one("J", "helft", m)))  # R gives NA for replicate weights there
  cases <- c(cases, list(one("A", "zelden", m), one("K", "zelden", m, .9), one("S", "bijna", m), one("F", "soms", m, .99),
                         one("F", "helft", m, .95, list(wijk = "W2")), one("R", "soms", m), one("K", "soms", m, .8, list(groep = "jong")),
                         one("K", "helft", m, .95, list(wijk = "W1"))))
}
for (m in setdiff(all, c("korn_graubard", "jeffreys"))) cases <- c(cases, list(one("K", "gemist", m)))
none <- d$wijk[tapply(d$zelden, d$wijk, sum)[d$wijk] == 0][1]
if (!is.na(none)) for (m in c("korn_graubard", "jeffreys")) cases <- c(cases, list(one("K", "zelden", m, .95, list(wijk = none))))
write(toJSON(list(r = R.version.string, survey = as.character(packageVersion("survey")), cases = cases),
             auto_unbox = TRUE, digits = NA, null = "null"), "intervals.json")
cat(length(cases), "cases\n")
