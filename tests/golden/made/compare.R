# Reference numbers for comparisons: tables, two groups, ranks, pairs, the rest, waves, plans. R 4.2.2, survey 4.1.1.
# Usage: Rscript compare.R (in this folder). Made-up data from the seeds below; names of wijken are labels and say
# nothing about a real place. Writes compare.csv, compare_waves.csv and compare.json; jsonlite writes the last.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
options(digits = 17, survey.lonely.psu = "fail", survey.adjust.domain.lonely = FALSE)

# ---- data: wijken with squares (PSU) and streets on them (SSU) ----------------------------------------------
set.seed(77231)
psus <- c(5, 3, 7, 4, 2, 6); squares <- c(19, 8, 30, 12, 5, 22)
d <- do.call(rbind, lapply(seq_along(psus), function(h) do.call(rbind, lapply(seq_len(psus[h]), function(k) {
  n <- sample(6:17, 1); lift <- rnorm(1, 0, .8); streets <- sample(3:9, 1)
  data.frame(wijk = sprintf("W%d", h), plein = k, straat = sample(min(3, streets), n, TRUE), pleinen = squares[h],
             straten = streets, w = round(rgamma(n, 4, .03), 3), lift = lift)
}))))
n <- nrow(d)
d$leeftijd <- sample(c("jong", "midden", "oud"), n, TRUE, c(.25, .35, .4))
d$kanaal <- sample(c("balie", "krant", "site", "straat"), n, TRUE, c(.15, .3, .35, .2))
d$kanaal[d$leeftijd == "oud" & runif(n) < .35] <- "krant"
d$sexe <- sample(c("m", "v"), n, TRUE)
d$weet <- rbinom(n, 1, plogis(-.4 + .6 * (d$leeftijd == "oud") + d$lift))
d$taal <- ifelse(runif(n) < .12, "anders", "nl")
d$zelden <- ifelse(d$leeftijd == "jong", "nooit", sample(c("nooit", "soms", "vaak"), n, TRUE, c(.6, .3, .1)))
d$uren <- round(rlnorm(n, 1 + .2 * (d$sexe == "v") + .2 * d$lift, .7), 6)
d$cijfer <- pmin(10, pmax(1, round(rnorm(n, 6.3 + .7 * (d$leeftijd == "oud") + d$lift, 1.6))))
d$cijfer[sample(n, 15)] <- NA; d$kanaal[sample(n, 9)] <- NA
d$lift <- NULL
write.csv(d, "compare.csv", row.names = FALSE, quote = FALSE, na = "")
streets <- unique(d[c("wijk", "plein", "straat")])

# ---- two waves on the same squares, half of the people the same ---------------------------------------------
set.seed(77232)
g <- do.call(rbind, lapply(1:8, function(h) do.call(rbind, lapply(1:4, function(k) {
  lift <- rnorm(1, 0, .7); n <- 7; own <- rnorm(n)
  one <- function(wave, keep) data.frame(wijk = sprintf("G%d", h), plein = k, wave = wave,
    persoon = ifelse(seq_len(n) <= keep, sprintf("p%d-%d-%d", h, k, seq_len(n)), sprintf("q%d-%d-%d-%d", h, k, wave, seq_len(n))),
    w = round(runif(n, 20, 90), 2), weet = rbinom(n, 1, plogis(-.3 + .35 * (wave == 2) + lift + own)),
    cijfer = round(6 + .3 * (wave == 2) + lift + own + rnorm(n, 0, .5), 3))
  rbind(one(1, 4), one(2, 4))
}))))
g$leeftijd <- c("jong", "oud")[1 + (as.integer(factor(g$persoon)) %% 2)]
write.csv(g, "compare_waves.csv", row.names = FALSE, quote = FALSE)

# ---- designs ------------------------------------------------------------------------------------------------
design_of <- function(o) {
  data <- if (o$data == "compare") d else g
  if (isTRUE(o$lonely_data)) data <- data[!(data$wijk == "W5" & data$plein == 2), ]
  options(survey.lonely.psu = if (is.null(o$lonely)) "fail" else o$lonely)
  f <- function(...) { names <- c(...); as.formula(paste("~", paste(names, collapse = "+"))) }
  ids <- if (is.null(o$psu)) ~1 else if (is.null(o$ssu)) f(o$psu) else f(o$psu, o$ssu)
  fpc <- if (is.null(o$fpc)) NULL else if (is.null(o$ssu)) f(o$fpc) else f(o$fpc, o$ssu_fpc)
  args <- list(ids = ids, weights = ~w, data = data, nest = TRUE)
  if (!is.null(o$strata)) args$strata <- as.formula(paste0("~interaction(", paste(o$strata, collapse = ","), ",drop=TRUE)"))
  if (!is.null(fpc)) args$fpc <- fpc
  des <- do.call(svydesign, args)
  if (!is.null(o$replicates)) des <- as.svrepdesign(des, type = o$replicates)
  if (!is.null(o$where)) { keep <- des$variables[[names(o$where)]] %in% unlist(o$where); des <- subset(des, keep) }
  des
}
strat <- list(data = "compare", strata = "wijk", psu = "plein")
fpc <- c(strat, list(fpc = "pleinen")); two <- c(fpc, list(ssu = "straat", ssu_fpc = "straten"))
element <- list(data = "compare", strata = "wijk"); plain <- list(data = "compare")
lonely <- function(rule) c(strat, list(lonely_data = TRUE, lonely = rule))
within <- function(o, ...) c(o, list(where = list(...)))
jkn <- c(strat, list(replicates = "JKn"))

answered <- function(o, y, by) { des <- design_of(o); subset(des, !is.na(des$variables[[y]]) & !is.na(des$variables[[by]])) }
cases <- list()
add <- function(kind, design, asked, result, rtol = 1e-9) cases[[length(cases) + 1]] <<- list(kind = kind, design = design, asked = asked, rtol = rtol, result = result)

# ---- tables ---------------------------------------------------------------------------------------------------
chisq <- function(o, rows, columns, statistic) {
  x <- svychisq(as.formula(paste("~", rows, "+", columns)), design_of(o), statistic = statistic)
  # The equation of the saddlepoint is solved by R to its tolerance.
  add("chisq", o, list(rows = rows, columns = columns, statistic = statistic),
      list(statistic = as.numeric(x$statistic), parameter = as.numeric(unname(x$parameter)), p = as.numeric(x$p.value)), if (statistic == "saddlepoint") 1e-6 else 1e-8)
}
for (s in c("F", "Chisq", "Wald", "adjWald", "saddlepoint")) chisq(strat, "leeftijd", "kanaal", s)
for (s in c("F", "Wald", "saddlepoint")) chisq(two, "leeftijd", "kanaal", s)
for (s in c("F", "adjWald")) chisq(fpc, "sexe", "weet", s)
for (s in c("F", "Chisq")) chisq(element, "leeftijd", "kanaal", s)
chisq(plain, "leeftijd", "wijk", "F"); chisq(plain, "sexe", "kanaal", "saddlepoint")
chisq(within(strat, sexe = "v"), "leeftijd", "kanaal", "F")
chisq(within(strat, wijk = c("W1", "W3")), "kanaal", "weet", "Chisq")
chisq(within(two, taal = "anders"), "sexe", "weet", "F")
chisq(strat, "leeftijd", "zelden", "F"); chisq(strat, "zelden", "leeftijd", "Chisq")
for (r in c("adjust", "remove", "average")) chisq(lonely(r), "leeftijd", "kanaal", "F")
chisq(lonely("adjust"), "sexe", "weet", "Wald")
for (s in c("F", "Wald", "Chisq")) chisq(jkn, "leeftijd", "kanaal", s)

# ---- two groups, one mean -------------------------------------------------------------------------------------
ttest <- function(o, y, by) {
  x <- svyttest(as.formula(paste(y, "~", by)), design_of(o))
  add("ttest", o, list(y = y, by = by), list(t = unname(x$statistic), df = unname(x$parameter), p = as.numeric(x$p.value), difference = unname(x$estimate)))
}
ttest(strat, "uren", "sexe"); ttest(within(strat, leeftijd = c("jong", "midden")), "cijfer", "leeftijd")
ttest(two, "cijfer", "sexe"); ttest(within(fpc, taal = "anders"), "weet", "sexe"); ttest(plain, "cijfer", "taal")
ttest(jkn, "uren", "sexe"); ttest(lonely("adjust"), "cijfer", "taal")
for (o in list(strat, within(two, sexe = "v"))) {
  x <- svyttest(I(cijfer - 6) ~ 0, answered(o, "cijfer", "sexe"))
  add("mean", o, list(y = "cijfer", against = 6), list(t = unname(x$statistic), df = unname(x$parameter), p = as.numeric(x$p.value)))
}

# ---- ranks ------------------------------------------------------------------------------------------------------
ranks <- function(o, y, by, test, ties) {
  x <- svyranktest(as.formula(paste(y, "~", by)), design_of(o), test = test)
  # With more than two groups R puts the statistic under `parameter`.
  k <- length(x$estimate) > 0
  add("ranks", o, list(y = y, by = by, test = test, ties = ties),
      list(statistic = as.numeric(if (k) x$statistic else x$parameter), p = as.numeric(x$p.value)))
}
for (t in c("wilcoxon", "vanderWaerden", "median")) ranks(strat, "uren", "sexe", t, "weighted")
for (t in c("wilcoxon", "vanderWaerden")) ranks(strat, "cijfer", "sexe", t, "rows")
ranks(strat, "uren", "leeftijd", "wilcoxon", "weighted"); ranks(two, "uren", "kanaal", "vanderWaerden", "weighted")
ranks(within(strat, leeftijd = c("jong", "oud")), "uren", "leeftijd", "wilcoxon", "weighted")
ranks(lonely("adjust"), "cijfer", "leeftijd", "median", "rows")

# ---- pairs, the rest, ratios, waves -------------------------------------------------------------------------------
pairs_of <- function(o, y, by, kind = "pairs") {
  des <- answered(o, y, by); m <- svyby(as.formula(paste("~", y)), as.formula(paste("~", by)), des, svymean, covmat = TRUE)
  b <- as.numeric(coef(m)); V <- vcov(m); two <- combn(length(b), 2); groups <- m[[by]]
  # A pair has the degrees of freedom of the PSUs and strata that it meets; replicates have their own.
  df <- apply(two, 2, function(k) if (is.null(o$replicates)) degf(subset(des, des$variables[[by]] %in% groups[k])) else degf(des))
  away <- b[two[1, ]] - b[two[2, ]]; se <- sqrt(diag(V)[two[1, ]] + diag(V)[two[2, ]] - 2 * V[cbind(two[1, ], two[2, ])])
  p <- 2 * pt(-abs(away / se), df)
  add(kind, o, list(y = y, by = by), list(groups = as.character(m[[by]]), difference = away, se = as.numeric(se), df = df, p = p, holm = p.adjust(p, "holm"),
      bh = p.adjust(p, "BH"), bonferroni = p.adjust(p, "bonferroni"), wald = drop(t(b[-1] - b[1]) %*% solve((L <- cbind(-1, diag(length(b) - 1))) %*% V %*% t(L), b[-1] - b[1]))))
}
pairs_of(strat, "weet", "leeftijd"); pairs_of(two, "uren", "leeftijd"); pairs_of(fpc, "cijfer", "leeftijd"); pairs_of(within(strat, sexe = "v"), "weet", "leeftijd")
pairs_of(jkn, "uren", "leeftijd")
rest_of <- function(o, y, by) {
  des <- answered(o, y, by)
  groups <- sort(unique(des$variables[[by]])); k <- seq_along(groups)
  for (i in k) { own <- des$variables[[by]] == groups[i]; des$variables[[paste0("x", i)]] <- as.numeric(own); des$variables[[paste0("y", i)]] <- own * des$variables[[y]] }
  t <- svytotal(as.formula(paste("~", paste(c(paste0("y", k), paste0("x", k)), collapse = "+"))), des)
  found <- lapply(k, function(i) { o <- k[k != i]
    svycontrast(t, parse(text = sprintf("y%d / x%d - (%s) / (%s)", i, i, paste0("y", o, collapse = "+"), paste0("x", o, collapse = "+")))[[1]]) })
  add("rest", c(o), list(y = y, by = by), list(groups = groups, difference = sapply(found, function(x) as.numeric(coef(x))), se = sapply(found, function(x) as.numeric(SE(x)))))
}
rest_of(strat, "weet", "leeftijd"); rest_of(two, "uren", "kanaal"); rest_of(within(strat, sexe = "v"), "cijfer", "leeftijd"); rest_of(element, "weet", "wijk")
ratio_of <- function(o, y, by, first, second) {
  m <- svyby(as.formula(paste("~", y)), as.formula(paste("~", by)), answered(o, y, by), svymean, covmat = TRUE)
  x <- svycontrast(m, parse(text = sprintf("log(`%s` / `%s`)", first, second))[[1]])
  add("ratio", o, list(y = y, by = by, first = first, second = second), list(log = as.numeric(coef(x)), se = as.numeric(SE(x))))
}
ratio_of(strat, "weet", "leeftijd", "oud", "jong"); ratio_of(two, "uren", "sexe", "v", "m")
same <- list(data = "compare_waves", strata = "wijk", psu = "plein"); fresh <- list(data = "compare_waves", strata = c("wijk", "wave"))
people <- list(data = "compare_waves", strata = "wijk", psu = "persoon")
for (y in c("weet", "cijfer")) { pairs_of(same, y, "wave", "waves"); pairs_of(fresh, y, "wave", "waves"); pairs_of(people, y, "wave", "waves") }
pairs_of(within(same, leeftijd = "oud"), "weet", "wave", "waves")

# ---- corrections and plans ------------------------------------------------------------------------------------------
set.seed(77233)
for (m in c(1, 9, 40)) { p <- round(rbeta(m, .4, 3), 8); add("adjust", NULL, list(p = p), list(holm = p.adjust(p, "holm"), bh = p.adjust(p, "BH"), bonferroni = p.adjust(p, "bonferroni"))) }
for (q in list(c(.5, .75, .9, .05), c(.1, .13, .8, .05), c(.62, .41, .95, .01), c(.02, .06, .7, .1))) {
  n <- power.prop.test(p1 = q[1], p2 = q[2], power = q[3], sig.level = q[4], tol = 1e-13)$n
  add("plan", NULL, list(p1 = q[1], p2 = q[2], power = q[3], level = 1 - q[4]),
      list(n = n, power_of_60 = power.prop.test(n = 60, p1 = q[1], p2 = q[2], sig.level = q[4])$power,
           detectable = power.prop.test(n = 200, p1 = q[1], power = q[3], sig.level = q[4], tol = 1e-13)$p2), 1e-6)
}
write(toJSON(list(session = paste(R.version.string, "survey", packageVersion("survey")), cases = cases), auto_unbox = TRUE, digits = NA, null = "null"), "compare.json")
