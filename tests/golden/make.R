# Reference numbers for the figures of analysis/, computed by R survey. Usage: Rscript make.R (in this folder).
# Made-up data from the seeds below; the names of wijken are labels and say nothing about a real place.
# Writes made/*.csv, made/cases.json and made/sessionInfo.txt.
suppressPackageStartupMessages(library(survey))
options(digits = 17)

digits <- function(x) ifelse(is.na(x) | !is.finite(x), "", sprintf("%.17g", x))
write_data <- function(data, name) {
  out <- as.data.frame(lapply(data, function(column) if (is.numeric(column)) digits(column) else as.character(column)))
  write.csv(out, file.path("made", paste0(name, ".csv")), row.names = FALSE, quote = FALSE, na = "")
}

# ---- data ------------------------------------------------------------------------------------------------
set.seed(40311)
n_h <- c(31, 18, 44, 9, 27, 12, 60, 23, 15, 38, 7, 51)
N_h <- c(4100, 2300, 9050, 260, 3120, 700, 8800, 2950, 640, 5400, 75, 7010)
wijken <- do.call(rbind, lapply(seq_along(n_h), function(h) {
  n <- n_h[h]
  data.frame(wijk = sprintf("W%02d", h), N = N_h[h], w = round(N_h[h] / n * runif(n, .6, 1.5), 4),
             groep = sample(c("jong", "midden", "oud"), n, TRUE, c(.2, .3, .5)), sexe = sample(c("m", "v"), n, TRUE),
             zeldzaam = rbinom(n, 1, .03), kent = rbinom(n, 1, plogis(-1 + h / 8)), weet = rbinom(n, 1, .4),
             cijfer = sample(1:10, n, TRUE), jaar = 1990 + rpois(n, 20), uren = round(rlnorm(n, 1, 1), 2))
}))
wijken$kent[sample(nrow(wijken), 25)] <- NA
wijken$cijfer[sample(nrow(wijken), 20)] <- NA
write_data(wijken, "wijken")

set.seed(51477)
psus <- c(4, 2, 6, 1, 3, 7, 2, 1, 5)
pleinen <- do.call(rbind, lapply(seq_along(psus), function(h) do.call(rbind, lapply(seq_len(psus[h]), function(k) {
  n <- sample(3:14, 1); lift <- rnorm(1, 0, .9)
  data.frame(wijk = sprintf("P%d", h), plek = k, plekken = c(11, 2, 40, 6, 9, 30, 8, 1, 12)[h],
             w = round(rgamma(n, 3, .02), 3), taal = sample(c("nl", "tr", "ar"), n, TRUE, c(.8, .14, .06)),
             kent = rbinom(n, 1, plogis(-.5 + lift)), gebruikt = rbinom(n, 1, .07),
             tevreden = pmin(10, pmax(1, round(rnorm(n, 6.5 + lift, 1.5), 1))), jong = rbinom(n, 1, .25))
}))))
pleinen$tevreden[sample(nrow(pleinen), 18)] <- NA
pleinen$uniek <- paste(pleinen$wijk, pleinen$plek, sep = "-")
write_data(pleinen, "pleinen")

set.seed(6021)
leden <- data.frame(wijk = sample(sprintf("L%d", 1:5), 413, TRUE), een = 1, w = round(rexp(413, 1 / 60) + 5, 4),
                    weet = rbinom(413, 1, .52), helpt = rbinom(413, 1, .13), cijfer = round(runif(413, 1, 10), 1))
leden$w_genormd <- leden$w / mean(leden$w)
leden$cijfer[sample(413, 37)] <- NA
write_data(leden, "leden")

klein <- data.frame(wijk = rep(c("A", "B", "C"), c(4, 4, 3)), plek = c(1, 1, 2, 2, 1, 1, 2, 2, 1, 2, 2),
                    w = c(2, 3, 5, 1, 4, 4, 1, 2, 3, 3, 6), geen = 0, alle = 1, kent = c(1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1))
write_data(klein, "klein")

# ---- one case --------------------------------------------------------------------------------------------
design_of <- function(data, d) {
  args <- list(ids = if (is.null(d$psu)) ~1 else as.formula(paste("~", d$psu)), data = data, nest = !isFALSE(d$nest))
  if (!is.null(d$strata)) args$strata <- as.formula(paste("~", d$strata))
  args$weights <- if (is.null(d$weight)) ~I(rep(1, nrow(data))) else as.formula(paste("~", d$weight))
  if (!is.null(d$fpc)) args$fpc <- as.formula(paste("~", d$fpc))
  do.call(svydesign, args)
}
figure <- function(x, des, method, level, base_is_domain) {
  if (base_is_domain) des <- des[!is.na(des$variables[[x]]), ]
  f <- as.formula(paste("~", x)); df <- degf(des)
  m <- svymean(f, des, na.rm = TRUE); v <- as.numeric(vcov(m))
  present <- !is.na(des$variables[[x]]); n <- sum(present); total <- sum(weights(des)[present])
  kind <- if (total > n * (1 + 1e-9)) TRUE else "replace"
  deff <- as.numeric(deff(svymean(f, des, na.rm = TRUE, deff = kind)))
  p <- as.numeric(coef(m)); low <- high <- NA
  binary <- all(des$variables[[x]][present] %in% c(0, 1))
  if (df > 0 && v > 0) {
    if (!binary || method == "mean") ci <- as.numeric(confint(m, level = level, df = df))
    else if (method == "wilson") { # not in survey 4.1: the definition of 4.5, with t and n_eff = p (1 - p) / v
      t <- qt(1 - (1 - level) / 2, df); k <- p * (1 - p) / v
      ci <- (p + t^2 / (2 * k) + c(-1, 1) * t * sqrt(p * (1 - p) / k + t^2 / (4 * k^2))) / (1 + t^2 / k)
    } else ci <- as.numeric(attr(svyciprop(f, des, method = method, level = level, na.rm = TRUE, df = df), "ci"))
    low <- ci[1]; high <- ci[2]
  }
  list(n = n, weighted_base = total, estimate = p, se = sqrt(v), low = low, high = high,
       deff = if (v > 0) deff else NA, df = df)
}
cases <- list()
ask <- function(data, design, indicator, by = NULL, where = NULL, method = "mean", level = .95, lonely = "adjust",
                adjust_domain = FALSE, base_is_domain = FALSE) {
  options(survey.lonely.psu = lonely, survey.adjust.domain.lonely = adjust_domain)
  rows <- get(data); id <- paste0(data, "-", length(cases) + 1)
  case <- list(id = id, data = data, design = c(design, list(lonely_psu = lonely, adjust_domain_lonely = adjust_domain)),
               indicator = indicator, by = by, where = where, method = method, level = level,
               missing = if (base_is_domain) "domain" else "left_out", rtol = if (method == "logit") 1e-6 else 1e-10)
  found <- tryCatch({
    des <- design_of(rows, design)
    if (!is.null(where)) des <- des[rows[[names(where)]] == where[[1]], ]
    groups <- if (is.null(by)) list(all = NULL) else {
      seen <- unique(des$variables[, by, drop = FALSE]); seen <- seen[do.call(order, seen), , drop = FALSE]
      lapply(seq_len(nrow(seen)), function(i) as.list(seen[i, , drop = FALSE]))
    }
    lapply(groups, function(g) {
      part <- des
      for (name in names(g)) part <- part[as.character(part$variables[[name]]) == as.character(g[[name]]), ]
      c(list(by = lapply(g, as.character)), figure(indicator, part, method, level, base_is_domain))
    })
  }, error = function(e) list(error = conditionMessage(e)))
  case$figures <- if (is.null(names(found)) || !"error" %in% names(found)) unname(found) else NULL
  case$error <- if ("error" %in% names(found)) found$error else NULL
  cases[[length(cases) + 1]] <<- case
}

# ---- the questions ---------------------------------------------------------------------------------------
by_wijk <- list(strata = "wijk", weight = "w"); fixed <- c(by_wijk, list(fpc = "N"))
for (x in c("kent", "weet", "zeldzaam")) for (m in c("mean", "logit", "xlogit", "wilson")) ask("wijken", by_wijk, x, method = m)
for (x in c("cijfer", "jaar", "uren")) for (d in list(by_wijk, fixed)) ask("wijken", d, x)
for (m in c("logit", "xlogit", "wilson")) for (l in c(.8, .9, .99)) ask("wijken", fixed, "kent", method = m, level = l)
ask("wijken", by_wijk, "kent", by = "wijk", method = "xlogit"); ask("wijken", fixed, "weet", by = "wijk", method = "wilson")
ask("wijken", by_wijk, "kent", by = c("sexe", "groep"), method = "wilson"); ask("wijken", fixed, "cijfer", by = c("wijk", "sexe"))
ask("wijken", by_wijk, "cijfer", by = "groep", where = list(sexe = "v")); ask("wijken", by_wijk, "kent", where = list(groep = "oud"), method = "xlogit")
ask("wijken", by_wijk, "cijfer", base_is_domain = TRUE); ask("wijken", by_wijk, "kent", by = "groep", method = "xlogit", base_is_domain = TRUE)
ask("wijken", list(weight = "w"), "kent", method = "wilson"); ask("wijken", list(), "uren"); ask("wijken", list(strata = "wijk"), "kent", by = "sexe", method = "xlogit")
square <- list(strata = "wijk", psu = "plek", weight = "w")
for (o in c("fail", "remove", "certainty", "adjust", "average")) {
  ask("pleinen", square, "kent", method = "xlogit", lonely = o); ask("pleinen", square, "tevreden", lonely = o)
  ask("pleinen", square, "kent", by = "taal", method = "mean", lonely = o)
}
for (o in c("remove", "adjust", "average")) for (a in c(FALSE, TRUE)) {
  ask("pleinen", square, "kent", where = list(taal = "ar"), lonely = o, adjust_domain = a)
  ask("pleinen", square, "tevreden", by = "taal", lonely = o, adjust_domain = a)
}
finite <- c(square, list(fpc = "plekken"))
for (o in c("fail", "adjust", "remove", "average")) { ask("pleinen", finite, "gebruikt", method = "wilson", lonely = o); ask("pleinen", finite, "tevreden", by = "jong", lonely = o) }
ask("pleinen", square, "kent", by = "wijk", method = "wilson"); ask("pleinen", square, "gebruikt", by = "wijk")
for (m in c("logit", "xlogit", "wilson", "mean")) { ask("pleinen", square, "gebruikt", method = m); ask("pleinen", square, "kent", where = list(jong = 1), method = m, level = .9) }
ask("pleinen", list(psu = "uniek", weight = "w"), "kent", method = "xlogit"); ask("pleinen", list(psu = "uniek", weight = "w", nest = FALSE, strata = "wijk"), "kent", method = "xlogit")
ask("pleinen", list(psu = "plek", weight = "w", nest = FALSE, strata = "wijk"), "kent")
ask("pleinen", list(psu = "plek", strata = "wijk"), "tevreden", by = "taal")
for (d in list(list(weight = "een"), list(weight = "w"), list(weight = "w_genormd"), list())) for (x in c("weet", "cijfer")) ask("leden", d, x, method = "xlogit")
for (m in c("mean", "xlogit", "wilson", "logit")) ask("leden", list(weight = "een"), "helpt", by = "wijk", method = m)
ask("leden", list(weight = "w"), "cijfer", by = "wijk"); ask("leden", list(weight = "w"), "weet", where = list(wijk = "L3"), method = "wilson")
for (x in c("geen", "alle", "kent")) { ask("klein", square, x, method = "xlogit"); ask("klein", by_wijk, x, by = "wijk", method = "wilson"); ask("klein", square, x, by = "wijk") }

# ---- write -----------------------------------------------------------------------------------------------
quoted <- function(x) paste0("\"", gsub("\"", "\\\\\"", gsub("[\r\n]+", " ", x)), "\"")
scalar <- function(x) if (is.character(x)) quoted(x) else if (is.logical(x) && !is.na(x)) tolower(x) else if (is.na(x) || !is.finite(x)) "null" else sprintf("%.17g", x)
json <- function(x) {
  if (is.null(x)) "null"
  else if (is.list(x) && !length(x)) "{}"
  else if (is.list(x) && length(names(x))) paste0("{", paste(quoted(names(x)), vapply(x, json, ""), sep = ": ", collapse = ", "), "}")
  else if (is.list(x)) paste0("[", paste(vapply(x, json, ""), collapse = ", "), "]")
  else if (length(x) > 1) paste0("[", paste(vapply(x, scalar, ""), collapse = ", "), "]")
  else scalar(x)
}
writeLines(c("[", paste(vapply(cases, json, ""), collapse = ",\n"), "]"), "made/cases.json")
writeLines(capture.output(sessionInfo()), "made/sessionInfo.txt")
cat(length(cases), "cases\n")
