# Part of models.R: outcomes of classes, and average effects. The likelihood is written out and brought to its top by
# Newton's steps from the fit of nnet or MASS; errors are those of svytotal over the influence of each person.
suppressPackageStartupMessages({library(nnet); library(MASS)})

chances <- function(b, X, J) {
  eta <- cbind(0, X %*% matrix(b, ncol(X))); e <- exp(eta - apply(eta, 1, max)); e / rowSums(e)
}
scores <- function(b, X, y, J) {
  away <- diag(J)[y, -1, drop = FALSE] - chances(b, X, J)[, -1, drop = FALSE]
  do.call(cbind, lapply(seq_len(J - 1), function(j) X * away[, j]))
}
ordered_scores <- function(b, X, y, J) {
  p <- ncol(X); z <- c(-Inf, b[-seq_len(p)], Inf); eta <- drop(X %*% b[seq_len(p)])
  up <- plogis(z[y + 1] - eta); low <- plogis(z[y] - eta); P <- up - low
  high <- up * (1 - up) / P; fall <- low * (1 - low) / P
  Z <- matrix(0, length(y), J - 1)
  for (j in seq_len(J - 1)) Z[, j] <- (y == j) * high - (y == j + 1) * fall
  cbind(-X * (high - fall), Z)
}
jacobian <- function(f, b) sapply(seq_along(b), function(i) {
  h <- 1e-3; s <- function(t) f(replace(b, i, b[i] + t))
  (8 * (s(h) - s(-h)) - (s(2 * h) - s(-2 * h))) / (12 * h)
})
polished <- function(b, score, w) {
  for (i in 1:6) b <- b - solve(jacobian(function(x) colSums(w * score(x)), b), colSums(w * score(b)))
  b
}
linearised <- function(b, score, w, design) {
  A <- -jacobian(function(x) colSums(w * score(x)), b)
  vcov(svytotal(score(b) %*% solve(A), design))
}
complete <- function(design, formula) subset(designs[[design]], complete.cases(d[, all.vars(as.formula(formula))]))
of_classes <- function(design, formula, kind) {
  x <- complete(design, formula); f <- as.formula(formula)
  use <- complete.cases(d[, all.vars(f)]); w <- weights(x)
  if (length(w) != sum(use)) w <- w[use]
  data <- d[use, ]; y <- factor(data[[all.vars(f)[1]]]); J <- nlevels(y)
  X <- model.matrix(f[-2], data); data$.w <- w / mean(w); data$.y <- y
  g <- update(f, .y ~ .)
  if (kind == "multinomial") {
    start <- as.vector(t(coef(multinom(g, data, weights = .w, reltol = 1e-14, maxit = 2000, trace = FALSE))))
    score <- function(b) scores(b, X, as.integer(y), J)
    names <- as.vector(outer(colnames(X), levels(y)[-1], function(a, c) paste(c, a)))
  } else {
    m <- polr(g, data, weights = .w); start <- c(coef(m), m$zeta); X <- X[, -1, drop = FALSE]
    score <- function(b) ordered_scores(b, X, as.integer(y), J)
    names <- c(colnames(X), paste(head(levels(y), -1), levels(y)[-1], sep = "|"))
  }
  b <- polished(start, score, data$.w)
  whole <- matrix(0, nrow(d), length(b)); whole[use, ] <- score(b)
  A <- -jacobian(function(v) colSums(w * score(v)), b)
  V <- vcov(svytotal(whole %*% solve(A), designs[[design]]))
  add(paste(kind, design, formula), "classes", design, kind, formula, rtol = 1e-7,
    list(names = I(names), coef = num(b), vcov = num(V), df = degf(x) + 1 - ncol(model.matrix(f[-2], data))))
}
for (x in c("S", "K", "TT", "R")) of_classes(x, "kanaal ~ leeftijd + sexe", "multinomial")
of_classes("K", "kanaal ~ leeftijd * sexe + jaren", "multinomial")
of_classes("K", "weet ~ leeftijd + jaren", "multinomial")
for (x in c("S", "K", "TT", "R")) of_classes(x, "eens ~ leeftijd + sexe + jaren", "ordinal")
of_classes("Kf", "eens ~ leeftijd * sexe", "ordinal")

for (x in c("K", "S")) {
  m <- svyolr(factor(eens) ~ leeftijd + sexe + jaren, designs[[x]], control = list(reltol = 1e-15, maxit = 1000))
  add(paste("svyolr", x), "classes", x, "ordinal", "factor(eens) ~ leeftijd + sexe + jaren", rtol = 1e-4,
    list(names = I(c(names(coef(m)))), coef = num(coef(m)), vcov = num(vcov(m)), df = m$df.residual))
}
m <- withReplicates(J, function(w, data) {
  data$.r <- w / mean(w)
  as.vector(t(coef(multinom(kanaal ~ leeftijd, data, weights = .r, reltol = 1e-14, maxit = 2000, trace = FALSE))))
})
add("withReplicates J", "classes", "J", "multinomial", "kanaal ~ leeftijd", rtol = 1e-5,
  list(names = I(as.vector(outer(c("(Intercept)", "leeftijd35-64", "leeftijd65+"), c("telefoon", "web"),
    function(a, c) paste(c, a)))), coef = num(coef(m)), vcov = num(vcov(m)), df = NULL))

effect <- function(design, formula, column, to, from) {
  m <- fit(design, "logistic", formula); w <- weights(designs[[design]]); w <- w / sum(w)
  at <- function(value) { e <- d; e[[column]] <- value; model.matrix(as.formula(formula)[-2], rbind(d, e))[-seq_len(n), ] }
  X <- model.matrix(as.formula(formula)[-2], d); b <- coef(m)
  if (is.null(to)) {
    h <- 1; dX <- at(d[[column]] + h) - X; eta <- drop(X %*% b); slope <- drop(dX %*% b)
    each <- dlogis(eta) * slope
    g <- colSums(w * (dlogis(eta) * (1 - 2 * plogis(eta)) * slope * X + dlogis(eta) * dX))
  } else {
    X1 <- at(to); X0 <- at(from); each <- plogis(drop(X1 %*% b)) - plogis(drop(X0 %*% b))
    g <- colSums(w * (dlogis(drop(X1 %*% b)) * X1 - dlogis(drop(X0 %*% b)) * X0))
  }
  est <- sum(w * each)
  score <- X * (d$weet - plogis(drop(X %*% b)))
  raw <- weights(designs[[design]])
  A <- crossprod(X, X * raw * dlogis(drop(X %*% b)))
  u <- (each - est) / sum(raw) + drop(score %*% solve(A) %*% g)
  add(paste("effect", design, column, to), "effect", design, "logistic", formula, column = column, label = to,
    list(est = est, se = sqrt(drop(t(g) %*% vcov(m) %*% g)), sampled = as.numeric(SE(svytotal(u, designs[[design]])))))
}
effect("K", "weet ~ leeftijd + sexe * jaren", "sexe", "v", "m")
effect("K", "weet ~ leeftijd + sexe * jaren", "jaren", NULL, NULL)
effect("TT", "weet ~ leeftijd + sexe", "leeftijd", "65+", "18-34")
effect("R", "weet ~ leeftijd + jaren", "jaren", NULL, NULL)
