# Reference numbers for reach, norms and agreement, by R survey. Usage: Rscript reach.R (in this folder).
# Made-up people from the seeds below; wijken, teams and channels are labels and say nothing about a real place.
# Writes reach.csv, reach_coders.csv and reach.json.
suppressPackageStartupMessages(library(survey))
options(digits = 17, survey.lonely.psu = "adjust")

digits <- function(x) if (is.numeric(x)) ifelse(is.na(x), "", sprintf("%.17g", x)) else ifelse(is.na(x), "", as.character(x))
write_data <- function(data, file) write.csv(as.data.frame(lapply(data, digits)), file, row.names = FALSE, quote = FALSE)
number <- function(x) if (length(x) == 0 || any(!is.finite(x))) "null" else sprintf("%.17g", x)
json <- function(x) {
  if (is.list(x)) paste0("{", paste(sprintf('"%s":%s', names(x), vapply(x, json, "")), collapse = ","), "}")
  else if (is.character(x) && length(x) == 1) paste0('"', gsub('"', "'", x), '"')
  else if (length(x) == 1) number(x)
  else paste0("[", paste(vapply(as.list(x), json, ""), collapse = ","), "]")
}

# ---- people: 5 wijken, 4 to 7 places each, who know a team, a made-up one, channels --------------------------
set.seed(71204)
places <- c(4, 6, 5, 7, 4)
people <- do.call(rbind, lapply(1:5, function(h) do.call(rbind, lapply(seq_len(places[h]), function(k) {
  n <- sample(6:16, 1); lift <- rnorm(1, 0, .6); guesser <- rbinom(n, 1, .25)
  groep <- sample(c("jong", "midden", "oud"), n, TRUE, c(.3, .4, .3))
  kent <- pmax(rbinom(n, 1, plogis(-.3 + lift + .8 * (groep == "oud"))), guesser * rbinom(n, 1, .5))
  data.frame(wijk = paste0("R", h), plek = k, plekken = places[h] * 3 + h, w = round(rgamma(n, 4, .05), 3),
             groep = groep, sexe = sample(c("m", "v"), n, TRUE), kent = kent, verzonnen = guesser * rbinom(n, 1, .6),
             verzonnen2 = guesser * rbinom(n, 1, .4), liefst = rbinom(n, 1, .45), gehoord = rbinom(n, 1, .25),
             cijfer = round(pmin(10, pmax(1, rnorm(n, 6.5 + lift, 1.5))), 1))
}))))
people$gevraagd <- people$verzonnen
people$gevraagd[sample(nrow(people), 60)] <- NA          # the made-up team was not asked to everybody
people$gehoord[people$kent == 0] <- NA                   # only who knows the team was asked how they heard of it
write_data(people, "reach.csv")

# ---- coders: three codebooks, answers clustered in interviews -------------------------------------------------
set.seed(5519)
coders <- do.call(rbind, lapply(1:40, function(i) {
  n <- sample(1:5, 1); leaning <- sample(c("geld", "zorg", "buurt", "anders"), 1)
  a <- ifelse(runif(n) < .6, leaning, sample(c("geld", "zorg", "buurt", "anders"), n, TRUE))
  b <- ifelse(runif(n) < .75, a, sample(c("geld", "zorg", "buurt", "anders"), n, TRUE))
  data.frame(stratum = ifelse(i %% 2, "straat", "panel"), interview = i, w = round(runif(1, .4, 2.5), 3), a = a, b = b,
             ja_a = as.integer(a == "zorg"), ja_b = as.integer(b == "zorg"))
}))
write_data(coders, "reach_coders.csv")

# ---- designs --------------------------------------------------------------------------------------------------
designs <- list(
  rijen = svydesign(~1, weights = ~w, data = people),
  strata = svydesign(~1, strata = ~wijk, weights = ~w, data = people),
  plekken = svydesign(~plek, strata = ~wijk, weights = ~w, data = people, nest = TRUE),
  eindig = svydesign(~plek, strata = ~wijk, weights = ~w, fpc = ~plekken, data = people, nest = TRUE))
designs$jkn <- as.svrepdesign(designs$plekken, type = "JKn")
coded <- list(
  rijen = svydesign(~1, weights = ~w, data = coders),
  interviews = svydesign(~interview, weights = ~w, data = coders),
  gelaagd = svydesign(~interview, strata = ~stratum, weights = ~w, data = coders))

cases <- list()
add <- function(id, design, call, result) cases[[length(cases) + 1]] <<- c(list(id = id, design = design, r_call = call), result)
of <- function(x) list(est = as.numeric(coef(x)), se = as.numeric(SE(x)))
made_up <- quote((kent - verzonnen) / (1 - verzonnen))
both <- quote((kent - (verzonnen + verzonnen2) / 2) / (1 - (verzonnen + verzonnen2) / 2))

for (name in names(designs)) {
  d <- designs[[name]]
  add(paste0("guess-", name), name, "svycontrast(svymean(~kent+verzonnen, d), quote((kent-verzonnen)/(1-verzonnen)))",
      of(svycontrast(svymean(~kent + verzonnen, d), made_up)))
  add(paste0("guess-two-", name), name, "svycontrast(svymean(~kent+verzonnen+verzonnen2, d), quote((kent-g)/(1-g))), g the mean of both",
      of(svycontrast(svymean(~kent + verzonnen + verzonnen2, d), both)))
  add(paste0("guess-oud-", name), name, "the same in subset(d, groep == 'oud')",
      of(svycontrast(svymean(~kent + verzonnen, subset(d, groep == "oud")), made_up)))
}
# With bases of their own: ratios of totals, where not asked counts for nothing.
for (name in c("rijen", "plekken", "eindig")) {
  d <- update(designs[[name]], g = ifelse(is.na(gevraagd), 0, gevraagd), gk = as.numeric(!is.na(gevraagd)), een = 1,
              h = ifelse(is.na(gehoord), 0, gehoord), hk = as.numeric(!is.na(gehoord)))
  t <- svytotal(~kent + een + g + gk, d)
  add(paste0("guess-part-", name), name, "svycontrast(svytotal(~kent+een+g+gk, d), quote((kent/een-g/gk)/(1-g/gk)))",
      of(svycontrast(t, quote((kent / een - g / gk) / (1 - g / gk)))))
  t <- svytotal(~liefst + een + h + hk, d)
  add(paste0("gap-", name), name, "svycontrast(svytotal(~liefst+een+h+hk, d), quote(liefst/een-h/hk))",
      of(svycontrast(t, quote(liefst / een - h / hk))))
}
for (name in names(designs)) {
  by <- svyby(~kent, ~groep, designs[[name]], svymean, covmat = TRUE)
  add(paste0("ratio-", name), name, "svycontrast(svyby(~kent, ~groep, d, svymean, covmat=TRUE), quote(log(jong/oud)))",
      of(svycontrast(by, quote(log(jong / oud)))))
  add(paste0("minus-", name), name, "svycontrast(svyby(~kent, ~groep, d, svymean, covmat=TRUE), c(midden=1, oud=-1))",
      of(svycontrast(by, c(midden = 1, oud = -1))))
  by <- svyby(~cijfer, ~sexe, designs[[name]], svymean, covmat = TRUE)
  add(paste0("mark-", name), name, "svycontrast(svyby(~cijfer, ~sexe, d, svymean, covmat=TRUE), quote(log(m/v)))",
      of(svycontrast(by, quote(log(m / v)))))
}
for (name in names(coded)) {
  add(paste0("kappa-", name), name, "svykappa(~a+b, d)", of(svykappa(~a + b, coded[[name]])))
  add(paste0("kappa-yes-", name), name, "svykappa(~ja_a+ja_b, d)", of(svykappa(~ja_a + ja_b, update(coded[[name]], ja_a = factor(ja_a), ja_b = factor(ja_b)))))
  add(paste0("kappa-part-", name), name, "svykappa(~a+b, subset(d, stratum=='straat'))",
      of(svykappa(~a + b, subset(coded[[name]], stratum == "straat"))))
}
# The probability that a target is met: Jeffreys, with the effective n of Korn and Graubard, at most n.
for (name in setdiff(names(designs), "jkn")) for (target in c(.4, .5, .65)) {
  m <- svymean(~kent, designs[[name]]); p <- as.numeric(coef(m)); v <- as.numeric(vcov(m))
  n <- nrow(people); df <- degf(designs[[name]])
  k <- min(n, p * (1 - p) / v * (qt(.975, n - 1) / qt(.975, df))^2)
  add(paste0("norm-", target, "-", name), name, "pbeta(target, p*k+.5, (1-p)*k+.5, lower.tail=FALSE)",
      list(target = target, est = pbeta(target, p * k + .5, (1 - p) * k + .5, lower.tail = FALSE)))
  mark <- svymean(~cijfer, designs[[name]]); wanted <- 6 + target
  add(paste0("norm-mark-", target, "-", name), name, "pt((mean-target)/se, degf(d))",
      list(target = wanted, est = pt((as.numeric(coef(mark)) - wanted) / as.numeric(SE(mark)), df)))
}
# Interviewer effects: mean squares by aov, Searle's interval; the places stand for interviewers.
people$wie <- paste(people$wijk, people$plek)
for (y in c("cijfer", "kent")) for (who in c("wijk", "wie")) {
  a <- anova(lm(reformulate(sprintf("factor(%s)", who), y), people)); ms <- a[["Mean Sq"]]; df <- a[["Df"]]
  m <- table(people[[who]]); n <- sum(m); m0 <- (n - sum(m^2) / n) / (length(m) - 1)
  limit <- function(q) { f <- ms[1] / ms[2] / qf(q, df[1], df[2]); (f - 1) / (f + m0 - 1) }
  add(paste0("icc-", y, "-", who), "rijen", "anova(lm(y ~ factor(who)))", list(outcome = y, who = who,
      est = (ms[1] - ms[2]) / (ms[1] + (m0 - 1) * ms[2]), low = limit(.975), high = limit(.025)))
}
writeLines(paste0('{"R":"', R.version.string, '","survey":"', packageVersion("survey"), '","cases":[\n',
                  paste(vapply(cases, json, ""), collapse = ",\n"), "\n]}"), "reach.json")
