# One synthetic sample under many designs, each with the same questions: numbers of R's `survey`.
# Rscript mixed.R   (in this folder; writes mixed.csv and mixed.json)
suppressPackageStartupMessages({library(survey); library(jsonlite)})
set.seed(20261)
n <- 240
d <- data.frame(wijk = sample(c("Noord", "Zuid", "Oost", "West"), n, TRUE), stringsAsFactors = FALSE)
d$wijk[1:9] <- "Haven" # a stratum of one place
d$plek <- ifelse(d$wijk == "Haven", 1, sample(1:4, n, TRUE))
d$huis <- sample(1:3, n, TRUE)
d$huis[d$wijk == "Zuid" & d$plek == 2] <- 1 # a place of one house
d$w <- exp(rnorm(n, 1, .8))
d$plekken <- 6 + nchar(d$wijk)
d$huizen <- 3 + d$plek
d$y <- rbinom(n, 1, plogis(-1 + .4 * d$plek))
d$x <- rgamma(n, 2, .1) - 4
d$v <- runif(n, 1, 5)
d$g <- sample(c("a", "b", "c"), n, TRUE)
d$h <- sample(1:2, n, TRUE)
d$y[sample(n, 17)] <- NA
d$x[sample(n, 23)] <- NA
text <- function(x) if (is.numeric(x)) ifelse(is.na(x), "", sprintf("%.17g", x)) else x
write.csv(as.data.frame(lapply(d, text)), "mixed.csv", row.names = FALSE, quote = FALSE)

one <- function() svydesign(id = ~plek, strata = ~wijk, weights = ~w, data = d, nest = TRUE)
two <- function() svydesign(id = ~plek + huis, strata = ~wijk, weights = ~w, fpc = ~plekken + huizen, data = d, nest = TRUE)
margins <- c("(Intercept)" = 1000, gb = 300, gc = 250, "factor(h)2" = 450)
joint <- data.frame(expand.grid(g = c("a", "b", "c"), h = 1:2), Freq = c(200, 180, 130, 190, 150, 150))
sure <- function(make, lonely) list(make = make, lonely = lonely)
designs <- list(
  adjust = sure(one, "adjust"), average = sure(one, "average"), remove = sure(one, "remove"),
  twoAdjust = sure(two, "adjust"), twoRemove = sure(two, "remove"),
  raked = sure(function() calibrate(one(), ~g + factor(h), margins, calfun = "raking", epsilon = 1e-13, maxit = 200), "remove"),
  joint = sure(function() postStratify(one(), ~g + h, joint), "remove"),
  jackknife = sure(function() as.svrepdesign(svydesign(id = ~wijk + plek, weights = ~w, data = d), type = "JK1"), "adjust"))
interval <- function(part, method) {
  found <- svyciprop(~I(y == 1), part, method = method, df = degf(part), na.rm = TRUE)
  c(found, attr(found, "ci"))
}
chi <- function(D, statistic) {
  found <- svychisq(~y + h, D, statistic = statistic)
  c(found$statistic, found$p.value)
}
cases <- list()
for (name in names(designs)) {
  options(survey.lonely.psu = designs[[name]]$lonely)
  D <- designs[[name]]$make()
  part <- subset(D, g %in% "b")
  figure <- function(found) c(coef(found), SE(found))
  middle <- svyquantile(~x, D, .5, qrule = "math", interval.type = "mean", na.rm = TRUE)[[1]]
  asked <- list(
    mean = figure(svymean(~y, D, na.rm = TRUE)), total = figure(svytotal(~x, D, na.rm = TRUE)),
    ratio = figure(svyratio(~x, ~v, D, na.rm = TRUE)), ratioOfWeights = figure(svyratio(~x, ~w, D, na.rm = TRUE)),
    domainMean = c(figure(svymean(~x, part, na.rm = TRUE)), degf(part)), domainTotal = figure(svytotal(~y, part, na.rm = TRUE)),
    xlogit = interval(D, "xlogit"), beta = interval(D, "beta"), domainAsin = interval(part, "asin"),
    median = if (name == "jackknife") middle[1] else middle[1:3], F = chi(D, "F"), saddlepoint = chi(D, "saddlepoint"))
  # For totals survey 4.1.1 compares a lone place with zero, and 4.5 (as we do) with the mean of all places.
  if (grepl("djust", name)) asked[c("total", "domainTotal")] <- NULL
  for (question in names(asked)) cases[[length(cases) + 1]] <-
    list(design = name, question = question, result = sprintf("%.17g", as.numeric(asked[[question]])))
}
writeLines(paste0("[\n", paste(sapply(cases, toJSON, auto_unbox = TRUE), collapse = ",\n"), "\n]"), "mixed.json")
