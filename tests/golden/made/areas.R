# Reference numbers for small areas: Fay-Herriot by plain optimisation of its likelihood, BHF by lme4::lmer, binomial
# multilevel models by lme4::glmer. Usage: Rscript areas.R (in this folder). Writes areas.json.
# The data are made up from the seeds below; `cbpp` is the published data set of Lesnoff et al. (2004), Preventive
# Veterinary Medicine 66, on pleuropneumonia of cattle in Ethiopia, as documented in lme4. jsonlite writes the file.
suppressPackageStartupMessages({library(lme4); library(jsonlite)})
options(digits = 17)

# ---- Fay-Herriot: the formulas of Rao and Molina (2015), chapters 5 and 6 -----------------------------------
fay_herriot <- function(y, psi, X, method) {
  m <- length(y); p <- ncol(X)
  parts <- function(A) {
    v <- A + psi; Q <- solve(t(X) %*% (X / v)); b <- drop(Q %*% (t(X) %*% (y / v)))
    list(v = v, Q = Q, b = b, r = drop(y - X %*% b))
  }
  target <- function(A) {
    f <- parts(A); l <- -.5 * sum(log(2 * pi * f$v) + f$r^2 / f$v)
    if (method == "REML") l + .5 * log(det(f$Q)) else l
  }
  if (method == "FH") {
    moment <- function(A) { f <- parts(A); sum(f$r^2 / f$v) - (m - p) }
    A <- if (moment(0) <= 0) 0 else uniroot(moment, c(0, 100 * var(y)), tol = 1e-15)$root
  } else {
    grid <- c(0, exp(seq(log(var(y) * 1e-6), log(var(y) * 10), length.out = 400)))
    best <- grid[which.max(sapply(grid, target))]
    slope <- function(A) { f <- parts(A); s <- sum((f$r / f$v)^2) - sum(1 / f$v)
      if (method == "REML") s + sum(diag(f$Q %*% (t(X) %*% (X / f$v^2)))) else s }
    A <- if (best == 0) 0 else uniroot(slope, c(best / 1.2, best * 1.2), tol = 1e-16)$root
  }
  f <- parts(A); B <- psi / f$v
  avar <- if (method == "FH") 2 * m / sum(1 / f$v)^2 else 2 / sum(1 / f$v^2)
  bias <- switch(method, REML = 0, ML = -sum(diag(f$Q %*% (t(X) %*% (X / f$v^2)))) / sum(1 / f$v^2),
                 FH = 2 * (m * sum(1 / f$v^2) - sum(1 / f$v)^2) / sum(1 / f$v)^3)
  g1 <- A * B; g2 <- B^2 * rowSums((X %*% f$Q) * X); g3 <- B^2 / f$v * avar
  list(refvar = A, beta = f$b, beta_se = sqrt(diag(f$Q)), eblup = drop(X %*% f$b) + (1 - B) * f$r,
       mse = g1 + g2 + 2 * g3 - bias * B^2, loglike = -.5 * sum(log(2 * pi * f$v) + f$r^2 / f$v))
}
area_data <- function(seed, m, A, spread, slopes) {
  set.seed(seed)
  X <- cbind(1, matrix(round(rnorm(m * length(slopes)), 4), m)); psi <- round(spread * runif(m, .3, 3), 8)
  y <- round(drop(X %*% c(2, slopes)) + rnorm(m, 0, sqrt(A)) + rnorm(m, 0, sqrt(psi)), 6)
  list(y = y, psi = psi, X = X)
}
cases <- list()
add <- function(id, call, data, result, rtol) cases[[length(cases) + 1]] <<- list(id = id, r_call = call, rtol = rtol, data = data, result = result)
sets <- list(twelve = area_data(911, 12, .4, .3, 1.1), forty = area_data(912, 40, 1.5, .8, c(.5, -.7, .2)),
             alike = area_data(913, 15, 0, 1.2, .8), wide = area_data(914, 9, 4, .01, numeric(0)))
for (name in names(sets)) for (method in c("REML", "ML", "FH")) {
  d <- sets[[name]]
  # The root of R is good to its tolerance only; where A is small that shows in its relative error.
  add(paste0("fh_", name, "_", method), sprintf("fay_herriot(y, psi, X, '%s')", method), d, fay_herriot(d$y, d$psi, d$X, method), 1e-7)
}

# ---- Battese-Harter-Fuller: lmer gives the components, the prediction is written out ------------------------
unit_level <- function(seed, areas, a, s) {
  set.seed(seed); n <- sample(2:9, areas, TRUE); wijk <- rep(seq_len(areas), n)
  x <- round(rnorm(sum(n), 10, 3), 3); u <- rnorm(areas, 0, a)
  y <- round(4 + .8 * x + u[wijk] + rnorm(sum(n), 0, s), 3)
  list(wijk = wijk, x = x, y = y, N = sample(50:900, areas), xbar = round(rnorm(areas, 10, 1), 3))
}
for (one in list(list("unit_eight", 921, 8, 2, 3), list("unit_twenty", 922, 20, 1, 2))) {
  d <- unit_level(one[[2]], one[[3]], one[[4]], one[[5]])
  m <- lmer(y ~ x + (1 | wijk), as.data.frame(d[c("wijk", "x", "y")]), REML = TRUE, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))
  A <- VarCorr(m)$wijk[1]; s2 <- sigma(m)^2; b <- fixef(m); n <- as.vector(table(d$wijk))
  my <- as.vector(tapply(d$y, d$wijk, mean)); mx <- as.vector(tapply(d$x, d$wijk, mean))
  u <- A / (A + s2 / n) * (my - b[1] - b[2] * mx); f <- n / d$N
  add(one[[1]], "lmer(y ~ x + (1 | wijk), REML = TRUE)", d,
      list(fixed = unname(b), refvar = A, errorvar = s2, eblup = f * my + (1 - f) * (b[1] + u) + b[2] * (d$xbar - f * mx)), 1e-5)
}

# ---- binomial multilevel models: glmer, Laplace, with its tolerances tightened ------------------------------
tight <- glmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), tolPwrss = 1e-10)
multilevel <- function(id, formula, d, rtol = 1e-4) {
  m <- glmer(formula, d, binomial, control = tight)
  add(id, paste("glmer(", deparse1(formula), ", binomial)"), d,
      list(names = names(fixef(m)), beta = unname(fixef(m)), beta_se = unname(sqrt(diag(as.matrix(vcov(m))))),
           factors = names(m@flist), sd = unname(sapply(names(m@flist), function(k) attr(VarCorr(m)[[k]], "stddev"))),
           loglike = as.numeric(logLik(m)), effects = lapply(ranef(m), function(e) e[[1]]),
           levels = lapply(m@flist, levels)), rtol)
}
data(cbpp)
herds <- data.frame(herd = as.character(cbpp$herd), period = as.character(cbpp$period), y = cbpp$incidence, n = cbpp$size)
multilevel("cbpp", cbind(y, n - y) ~ period + (1 | herd), herds)
town <- function(seed, areas, sd, sizes) {
  set.seed(seed)
  d <- expand.grid(wijk = sprintf("w%02d", seq_len(areas)), age = c("18-39", "40-59", "60+", "75+"), sex = c("m", "v"), stringsAsFactors = FALSE)
  d$n <- sample(sizes, nrow(d), TRUE); k <- match(d$wijk, unique(d$wijk)); x <- round(rnorm(areas), 4)
  d$x <- x[k]
  d$y <- rbinom(nrow(d), d$n, plogis(-.5 + .4 * d$x + .3 * (d$sex == "v") + rnorm(areas, 0, sd)[k] + c(-.6, 0, .4, .2)[match(d$age, unique(d$age))]))
  d
}
multilevel("town_area", cbind(y, n - y) ~ x + sex + (1 | wijk), town(931, 12, .6, 2:9))
multilevel("town_crossed", cbind(y, n - y) ~ x + sex + (1 | wijk) + (1 | age), town(932, 20, .5, 5:30))
multilevel("town_sparse", cbind(y, n - y) ~ sex + (1 | wijk), town(933, 25, .9, 1:2))
multilevel("town_alike", cbind(y, n - y) ~ sex + (1 | wijk), town(936, 5, 0, 3:6))
write_json(list(format = "made-areas-1", R = R.version.string, packages = list(lme4 = as.character(packageVersion("lme4"))), cases = cases),
           "areas.json", digits = NA, auto_unbox = TRUE, pretty = FALSE)
