# Reference numbers for replicate weights and quantiles, by R survey. Usage: Rscript replicates.R (in this folder).
# Writes replicates.csv, replicates_pairs.csv and replicates.json. The data are made up from the seeds below.
suppressPackageStartupMessages({library(survey); library(jsonlite)})
options(digits = 17, survey.lonely.psu = "fail", survey.replicates.mse = FALSE)

# ---- data --------------------------------------------------------------------------------------------------
places <- function(seed, psus, sizes) {
  set.seed(seed)
  d <- do.call(rbind, lapply(seq_along(psus), function(h) do.call(rbind, lapply(seq_len(psus[h]), function(k) {
    n <- sample(sizes, 1); lift <- rnorm(1, 0, .7)
    data.frame(wijk = paste0("W", h), plek = k, plekken = c(21, 9, 40, 12, 33, 18, 15, 50)[h], alle = 400,
               w = round(rgamma(n, 4, .05), 3), groep = sample(c("jong", "midden", "oud"), n, TRUE, c(.2, .35, .45)),
               sexe = sample(c("m", "v"), n, TRUE), kent = rbinom(n, 1, plogis(lift - .3)), rijk = rbinom(n, 1, .1),
               bezoeken = rpois(n, exp(.6 + lift / 2)), reistijd = round(rlnorm(n, 2.2 + lift / 4, .6), 2))
  }))))
  d$duur <- d$reistijd; d$duur[sample(nrow(d), nrow(d) %/% 9)] <- NA; d$duur[d$wijk == "W2" & d$plek == 1] <- NA
  d$uniek <- paste(d$wijk, d$plek, sep = "-")
  d
}
wide <- places(77103, c(5, 3, 6, 5, 3, 6), 6:10)
pairs <- places(77211, rep(2, 7), 6:9)
save <- function(d, name) write.csv(as.data.frame(lapply(d, function(x) if (is.numeric(x)) ifelse(is.na(x), "", sprintf("%.15g", x)) else x)),
                                    paste0(name, ".csv"), row.names = FALSE, quote = FALSE, na = "")

# ---- designs: R's, and how the product declares them -----------------------------------------------------------
strat <- svydesign(~plek, strata = ~wijk, weights = ~w, data = wide, nest = TRUE)
strat_fpc <- svydesign(~plek, strata = ~wijk, weights = ~w, fpc = ~plekken, data = wide, nest = TRUE)
one <- svydesign(~uniek, weights = ~w, data = wide)
one_fpc <- svydesign(~uniek, weights = ~w, fpc = ~alle, data = wide)
alone <- subset(wide, wijk != "W3" | plek == 2)
two <- svydesign(~plek, strata = ~wijk, weights = ~w, data = pairs, nest = TRUE)
lonely <- function(how) {
  options(survey.lonely.psu = how); on.exit(options(survey.lonely.psu = "fail"))
  as.svrepdesign(svydesign(~plek, strata = ~wijk, weights = ~w, data = alone, nest = TRUE), type = "JKn")
}
margins <- list(groep = list(jong = 4000, midden = 7000, oud = 9000), sexe = list(m = 9500, v = 10500))
raked <- function(d) rake(d, list(~groep, ~sexe), lapply(names(margins), function(v)
  setNames(data.frame(names(margins[[v]]), unlist(margins[[v]], use.names = FALSE)), c(v, "Freq"))), control = list(epsilon = 1e-12, maxit = 500))
kept <- function(d, type, ...) as.svrepdesign(d, type = type, compress = FALSE, ...)
brr <- kept(two, "BRR"); fay <- kept(two, "Fay", fay.rho = .4)
set.seed(919); boot <- kept(strat, "subbootstrap", replicates = 30)
columns <- function(rep, prefix) { m <- unclass(weights(rep, "analysis")); colnames(m) <- paste0(prefix, seq_len(ncol(m))); m }
times <- function(rep, prefix) { m <- unclass(weights(rep, "analysis")) / rep$pweights; colnames(m) <- paste0(prefix, seq_len(ncol(m))); m }
save(cbind(wide, times(boot, "b")), "replicates")
save(cbind(pairs, columns(brr, "r"), times(fay, "f")), "replicates_pairs")
given <- function(rep, prefix, ...) list(kind = "given", columns = paste0(prefix, seq_len(ncol(rep$repweights))), scale = rep$scale, ...)
base <- list(strata = "wijk", psu = "plek", weight = "w"); flat <- list(psu = "uniek", weight = "w")
JKn <- list(replication = list(kind = "JKn")); JK1 <- list(replication = list(kind = "JK1"))
mse <- function(d) { d$mse <- TRUE; d }
boot_given <- list(replication = given(boot, "b", combined = FALSE))
designs <- list(
  jkn = list(kept(strat, "JKn"), "replicates", c(base, JKn)),
  jkn_fpc = list(kept(strat_fpc, "JKn"), "replicates", c(base, JKn, fpc = "plekken")),
  jkn_mse = list(mse(kept(strat, "JKn")), "replicates", c(base, list(replication = list(kind = "JKn", mse = TRUE)))),
  jk1 = list(kept(one, "JK1"), "replicates", c(flat, JK1)),
  jk1_fpc = list(kept(one_fpc, "JK1"), "replicates", c(flat, JK1, fpc = "alle")),
  jkn_remove = list(lonely("remove"), "replicates", c(base, JKn, lonely_psu = "remove"), "alone"),
  jkn_average = list(lonely("average"), "replicates", c(base, JKn, lonely_psu = "average"), "alone"),
  jkn_fail = list(try(lonely("fail"), silent = TRUE), "replicates", c(base, JKn, lonely_psu = "fail"), "alone"),
  jkn_raked = list(raked(kept(strat, "JKn")), "replicates", c(base, JKn, list(rake = margins))),
  jkn_post = list(postStratify(kept(strat_fpc, "JKn"), ~groep, data.frame(groep = names(margins$groep), Freq = unlist(margins$groep, use.names = FALSE))),
                  "replicates", c(base, JKn, fpc = "plekken", list(post = margins["groep"]))),
  boot = list(boot, "replicates", c(base, boot_given)),
  boot_mse = list(mse(boot), "replicates", c(base, list(replication = given(boot, "b", combined = FALSE, mse = TRUE)))),
  boot_raked = list(raked(boot), "replicates", c(base, boot_given, list(rake = margins))),
  brr = list(brr, "replicates_pairs", c(base, list(replication = given(brr, "r")))),
  brr_made = list(brr, "replicates_pairs", c(base, list(replication = list(kind = "BRR")))),
  fay = list(fay, "replicates_pairs", c(base, list(replication = given(fay, "f", combined = FALSE)))),
  fay_made = list(fay, "replicates_pairs", c(base, list(replication = list(kind = "Fay", rho = .4)))),
  taylor = list(strat, "replicates", base), taylor_fpc = list(strat_fpc, "replicates", c(base, fpc = "plekken")))

# ---- questions ---------------------------------------------------------------------------------------------------
refused <- function(d) if (inherits(d, "try-error")) list(error = "lonely")
moments <- function(d, how, variables) {
  m <- how(as.formula(paste("~", paste(variables, collapse = "+"))), d, na.rm = TRUE)
  list(est = as.numeric(coef(m)), se = as.numeric(SE(m)), vcov = unname(as.matrix(vcov(m)))[seq_along(coef(m)), seq_along(coef(m))], df = degf(d))
}
by_group <- function(d, variable) {
  values <- sort(unique(as.character(d$variables$groep)))
  each <- lapply(values, function(v) { s <- d[d$variables$groep == v, ]; m <- svymean(as.formula(paste("~", variable)), s); list(coef(m), SE(m), degf(s)) })
  list(est = sapply(each, function(e) as.numeric(e[[1]])), se = sapply(each, function(e) as.numeric(e[[2]])), df = sapply(each, function(e) e[[3]]))
}
quantile_of <- function(d, q) {
  s <- suppressWarnings(svyquantile(as.formula(paste("~", q$column)), d, q$shares, na.rm = TRUE, qrule = q$rule, interval.type = q$method, alpha = 1 - q$level))
  m <- s[[1]]; list(est = unname(m[, 1]), low = unname(m[, 2]), high = unname(m[, 3]), se = unname(m[, 4]))
}
answer <- function(d, q) {
  if (inherits(d, "try-error")) return(refused(d))
  if (!is.null(q$where)) d <- d[d$variables$groep == q$where, ]
  if (q$kind == "quantile") return(quantile_of(d, q))
  if (q$kind == "ratio") { r <- svyratio(as.formula(paste("~", q$columns[1])), as.formula(paste("~", q$columns[2])), d); return(list(est = as.numeric(coef(r)), se = as.numeric(SE(r)))) }
  if (q$kind == "by") return(by_group(d, q$columns))
  moments(d, if (q$kind == "total") svytotal else svymean, q$columns)
}
both <- c("kent", "bezoeken")
ask <- function(kind, ...) list(kind = kind, columns = c(...))
quant <- function(column = "reistijd", shares = c(.1, .25, .5, .75, .9), rule = "math", method = "mean", level = .95, where = NULL)
  list(kind = "quantile", column = column, shares = shares, rule = rule, method = method, level = level, where = where)
cases <- list()
add <- function(design, question) {
  d <- designs[[design]]; name <- paste(design, question$kind, length(cases) + 1, sep = "-")
  cases[[length(cases) + 1]] <<- list(id = name, data = d[[2]], only = if (length(d) > 3) d[[4]], design = d[[3]], question = question, result = answer(d[[1]], question))
}
for (design in c("jkn", "jkn_fpc", "jk1", "jk1_fpc", "jkn_mse", "jkn_remove", "jkn_average", "jkn_raked", "jkn_post", "boot", "boot_mse", "boot_raked", "brr", "fay")) {
  add(design, ask("mean", both)); add(design, ask("total", both))
}
for (design in c("jkn", "jkn_fpc", "jk1", "boot", "brr", "fay")) { add(design, ask("by", "kent")); add(design, ask("ratio", "bezoeken", "reistijd")) }
add("jkn_fail", ask("mean", both)); add("brr_made", ask("total", both)); add("fay_made", ask("total", both)); add("jkn", ask("mean", "duur"))
for (rule in c("math", "school", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9")) add("taylor", quant(rule = rule))
for (method in c("beta", "xlogit", "asin")) add("taylor_fpc", quant(method = method, level = .9))
for (group in c("jong", "oud")) add("taylor", quant(shares = c(.25, .5, .75), where = group))
add("taylor", quant("bezoeken", c(.3, .5, .8))); add("taylor_fpc", quant("duur")); add("jkn_fpc", quant()); add("jk1", quant("duur", method = "quantile"))
add("boot", quant(method = "quantile")); add("brr", quant(rule = "school", method = "quantile", level = .9)); add("fay", quant("duur", rule = "hf7"))
write(toJSON(list(r = paste(R.version.string, "survey", packageVersion("survey")), cases = cases), auto_unbox = TRUE, digits = NA, null = "null", pretty = 0), "replicates.json")
