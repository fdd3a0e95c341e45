# Reference numbers for a panel held against a reference sample: estimating equations solved and differentiated by
# plain R (no package but jsonlite, which writes). Usage: Rscript imperfect.R (in this folder). Writes imperfect.json.
# Data are made up from the seeds. Unit-level equations psi(theta), theta = (gamma, beta, numerator, denominator ...);
# covariance A^-1 B A^-T with A a numerical derivative and B from the design of each sample (Stefanski and Boos 2002).
suppressPackageStartupMessages(library(jsonlite))
options(digits = 17)

town <- function(seed, panel, reference, psus = NULL) {
  set.seed(seed)
  draw <- function(n, age, sex) data.frame(age = sample(c("a", "b", "c"), n, TRUE, age), sex = sample(c("m", "v"), n, TRUE, sex), x = round(rnorm(n), 3))
  p <- draw(panel, c(.1, .3, .6), c(.6, .4)); r <- draw(reference, c(.35, .35, .3), c(.5, .5))
  p$knows <- rbinom(panel, 1, plogis(-.4 + .6 * (p$age == "c") + .3 * (p$sex == "v") + .3 * p$x))
  p$hours <- round(4 + 2 * (p$age == "c") + p$x + rnorm(panel, 0, 2), 3)
  r$d <- round(40000 / reference * runif(reference, .5, 1.6), 4)
  if (!is.null(psus)) r$psu <- sample(seq_len(psus), reference, TRUE)
  list(panel = p, reference = r)
}
derivative <- function(f, at) sapply(seq_along(at), function(k) {
  h <- 1e-6 * max(1, abs(at[k])); up <- down <- at; up[k] <- up[k] + h; down[k] <- down[k] - h; (f(up) - f(down)) / (2 * h)
})
within <- function(scores, psu = NULL) {
  if (!is.null(psu)) scores <- rowsum(scores, psu)
  n <- nrow(scores); n / (n - 1) * crossprod(sweep(scores, 2, colMeans(scores)))
}
root <- function(f, start) { at <- start
  for (i in 1:100) { step <- solve(derivative(f, at), f(at)); at <- at - step; if (max(abs(step)) < 1e-12 * (1 + max(abs(at)))) break }
  at }

answer <- function(d, fit, kind, family, y, N) {
  X <- model.matrix(~ age + sex + x, d$panel); R <- model.matrix(~ age + sex + x, d$reference)
  p <- ncol(X); n <- nrow(X); left <- if (fit == "stacked") N - n else N; Y <- d$panel[[y]]
  mean_of <- if (family == "logit") plogis else identity
  # theta: gamma (p), scale s of the reference weights, beta (p; doubly robust only), then the parts of the estimate.
  panel_part <- function(t) {
    e <- drop(X %*% t[1:p]); w <- switch(kind, inverse = 1 + exp(-e), odds = exp(-e), dr = 1 + exp(-e))
    g <- X * (if (fit == "stacked") 1 - plogis(e) else 1)
    if (kind != "dr") return(cbind(g, 0, w * (Y - t[p + 2])))
    m <- mean_of(drop(X %*% t[p + 1 + 1:p]))
    cbind(g, 0, X * (Y - m), w * (Y - m - t[2 * p + 2]), 0)
  }
  reference_part <- function(t) {
    e <- drop(R %*% t[1:p]); a <- t[p + 1] * d$reference$d
    g <- -R * (a * plogis(e)); s <- -a  # their sum is known: `left`
    if (kind != "dr") return(cbind(g, s, 0))
    m <- mean_of(drop(R %*% t[p + 1 + 1:p]))
    cbind(g, s, matrix(0, nrow(R), p), 0, d$reference$d * (m - t[2 * p + 3]))
  }
  total <- function(t) colSums(panel_part(t)) + colSums(reference_part(t)) + left * (seq_along(t) == p + 1)
  z <- rep(1:0, c(n, nrow(R))); S <- rbind(X, R); s <- left / sum(d$reference$d)
  w <- c(rep(if (fit == "stacked") 1 else 0, n), s * d$reference$d)
  first <- suppressWarnings(glm.fit(rbind(X, R), z, c(rep(1, n), s * d$reference$d), family = quasibinomial())$coefficients)
  start <- c(first, s, if (kind == "dr") c(lm.fit(X, Y)$coefficients * (family != "logit"), 0), mean(Y))
  t <- root(total, unname(start))
  A <- derivative(total, t); B <- within(panel_part(t)) + within(reference_part(t), d$reference$psu)
  V <- solve(A) %*% B %*% t(solve(A))
  pick <- rep(0, length(t)); if (kind == "dr") pick[2 * p + 2:3] <- 1 else pick[p + 2] <- 1
  list(gamma = t[1:p], est = sum(pick * t), se = sqrt(drop(pick %*% V %*% pick)))
}
cases <- list()
data <- list(small = town(71, 300, 220), large = town(72, 900, 500), clustered = town(73, 500, 400, psus = 25))
for (name in names(data)) {
  ask <- function(fit, kind, family, y) cases[[length(cases) + 1]] <<- list(
    id = paste(name, fit, kind, y, sep = "_"), data = name, fit = fit, kind = kind, indicator = y, population = 40000,
    r_call = "M-estimation, numerical derivative", rtol = 2e-6, result = answer(data[[name]], fit, kind, family, y, 40000))
  ask("stacked", "inverse", "logit", "knows"); ask("stacked", "odds", "logit", "knows"); ask("pseudo", "inverse", "linear", "hours")
  ask("pseudo", "dr", "logit", "knows"); ask("stacked", "dr", "linear", "hours")
}
write_json(list(format = "made-imperfect-1", R = R.version.string, data = lapply(data, function(d) lapply(d, as.list)), cases = cases),
           "imperfect.json", digits = NA, auto_unbox = TRUE)
