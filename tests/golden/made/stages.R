# Two stages of sampling, and places that were in the sample for certain: numbers of R's `survey`.
# Rscript stages.R   (in this folder; writes stages.csv and stages.json)
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "fail")
set.seed(4711)
rows <- do.call(rbind, lapply(1:4, function(h) do.call(rbind, lapply(1:5, function(k) {
  houses <- 8 + 3 * k + h
  do.call(rbind, lapply(seq_len(2 + (k %% 3)), function(s) {
    n <- 2 + (s + k) %% 3
    data.frame(wijk = paste0("wijk ", h), place = paste0("plek ", h, "-", k), house = s, places = 6 + 4 * h,
               houses = houses, knows = rbinom(n, 1, plogis(-0.5 + 0.3 * h + 0.2 * k - 0.4 * s)),
               minutes = round(rgamma(n, 3, 0.3) + k, 2), group = sample(c("jong", "oud"), n, TRUE))
  }))
}))))
rows$weight <- with(rows, places / 5 * houses / ave(house, place, FUN = function(x) length(unique(x))))
rows$share <- 5 / rows$places
rows$share2 <- with(rows, ave(house, place, FUN = function(x) length(unique(x))) / houses)
rows$sure <- as.integer(rows$place %in% c("plek 1-2", "plek 3-5"))
for (name in names(rows)) if (is.numeric(rows[[name]])) rows[[name]] <- as.numeric(sprintf("%.17g", rows[[name]]))
out <- rows
for (name in names(out)) if (is.numeric(out[[name]])) out[[name]] <- sprintf("%.17g", out[[name]])
write.csv(out, "stages.csv", row.names = FALSE, quote = FALSE)

designs <- list(
  counts = svydesign(id = ~place + house, strata = ~wijk, weights = ~weight, fpc = ~places + houses, data = rows, nest = TRUE),
  shares = svydesign(id = ~place + house, strata = ~wijk, weights = ~weight, fpc = ~share + share2, data = rows, nest = TRUE),
  replaced = svydesign(id = ~place + house, strata = ~wijk, weights = ~weight, data = rows, nest = TRUE),
  first = svydesign(id = ~place, strata = ~wijk, weights = ~weight, fpc = ~places, data = rows, nest = TRUE))
# A place that is certain is a stratum of its own, wholly sampled.
rows$own <- ifelse(rows$sure == 1, rows$place, rows$wijk)
rows$size <- ifelse(rows$sure == 1, 1, rows$places)
designs$certain <- svydesign(id = ~place + house, strata = ~own, weights = ~weight, fpc = ~size + houses, data = rows, nest = TRUE)

number <- function(x) paste0("[", paste(sprintf("%.17g", as.numeric(x)), collapse = ", "), "]")
cases <- character()
add <- function(design, question, by, stat, df) cases <<- c(cases, sprintf(
  '{"id": "%s-%s-%s", "design": "%s", "question": "%s", "by": %s, "est": %s, "se": %s, "df": %d}',
  design, question, ifelse(by == "", "all", by), design, question, ifelse(by == "", "null", sprintf('"%s"', by)),
  number(coef(stat)), number(SE(stat)), df))
for (name in names(designs)) {
  d <- designs[[name]]
  add(name, "mean", "", svymean(~knows + minutes, d), degf(d))
  add(name, "total", "", svytotal(~knows + minutes, d), degf(d))
  add(name, "ratio", "", svyratio(~minutes, ~knows, d), degf(d))
  add(name, "mean", "group", svyby(~knows, ~group, d, svymean), degf(d))
  add(name, "total", "wijk", svyby(~minutes, ~wijk, d, svytotal), degf(d))
}
writeLines(c("[", paste(cases, collapse = ",\n"), "]"), "stages.json")
