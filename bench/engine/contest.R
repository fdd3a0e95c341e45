# The questions of the benchmark put to R `survey`, in one process.
#
# Arguments: a folder with the columns as plain bytes (see `columns.py`), seconds per question, `rake` or `calibrate`
# (the function that makes the raked design), and the names of the questions. Each
# answer is a line of JSON: the question, its seconds (the median of its runs) and its numbers, in the order of `ours.py`.
suppressMessages(library(survey))
given <- commandArgs(TRUE)
folder <- given[1]
room <- as.numeric(given[2])
slow <- given[3] == "rake"
asked <- given[-(1:3)]

say <- function(question, seconds, numbers = numeric(0)) {
  cat(sprintf(
    '{"question": "%s", "seconds": %.6f, "numbers": [%s]}\n', question, seconds,
    paste(sprintf("%.17g", numbers), collapse = ", ")
  ))
  flush(stdout())
}

clock <- function() proc.time()[["elapsed"]]

read_column <- function(name, rows) {
  path <- file.path(folder, name)
  levels <- paste0(path, ".levels")
  if (!file.exists(levels)) {
    return(readBin(path, "double", rows))
  }
  structure(readBin(path, "integer", rows) + 1L, levels = readLines(levels), class = "factor")
}

start <- clock()
rows <- as.integer(readLines(file.path(folder, "rows")))
names <- readLines(file.path(folder, "names"))
data <- as.data.frame(lapply(setNames(names, names), read_column, rows = rows))
indicators <- grep("^y", names, value = TRUE)
factors <- c("sex", "age", "schooling", "household")
counts <- read.csv(file.path(folder, "margins.csv"))
margins <- lapply(factors, function(one) {
  part <- counts[counts$variable == one, ]
  found <- data.frame(part$category, Freq = part$count)
  names(found)[1] <- one
  found
})
say("reading", clock() - start)

declare <- function() {
  if (rows == 980) { # a panel, drawn person by person
    return(svydesign(ids = ~1, weights = ~weight, data = data))
  }
  svydesign(ids = ~place, strata = ~wijk, weights = ~weight, data = data)
}
start <- clock()
plain <- declare()
say("design", clock() - start)

raked_by_rake <- function(design) {
  formulas <- lapply(factors, function(one) reformulate(one))
  rake(design, formulas, margins, control = list(maxit = 1000, epsilon = 1e-10, verbose = FALSE))
}

raked_by_calibrate <- function(design) {
  formula <- reformulate(factors)
  columns <- colnames(model.matrix(formula, design$variables[1:1, ]))
  totals <- setNames(numeric(length(columns)), columns)
  totals[1] <- sum(margins[[1]]$Freq)
  for (margin in margins) {
    names <- paste0(colnames(margin)[1], margin[[1]])
    totals[intersect(names, columns)] <- margin$Freq[names %in% columns]
  }
  calibrate(design, formula, totals, calfun = "raking", epsilon = 1e-12, maxit = 100)
}

# Weights come quickest from `rake`; what is asked afterwards from a design that `calibrate` made.
adjusted <- if (slow) raked_by_rake else raked_by_calibrate
made <- new.env()
raked <- function() {
  if (is.null(made$design)) made$design <- adjusted(plain)
  made$design
}

table_of <- function(design) {
  found <- svyby(reformulate(indicators), ~wijk, design, svymean)
  c(unlist(found[indicators]), unlist(found[paste0("se.", indicators)]))
}

intervals <- function() {
  limits <- lapply(indicators, function(one) {
    found <- svyby(reformulate(one), ~wijk, plain, svyciprop, vartype = "ci", method = "logit")
    list(low = found$ci_l, high = found$ci_u)
  })
  c(unlist(lapply(limits, `[[`, "low")), unlist(lapply(limits, `[[`, "high")))
}

logistic <- function(design) {
  fit <- svyglm(
    reformulate(factors, indicators[1]), design,
    family = quasibinomial(), control = glm.control(epsilon = 1e-12)
  )
  c(coef(fit), sqrt(diag(vcov(fit))))
}

test <- function(design) {
  found <- svychisq(reformulate(c("age", indicators[1])), design)
  c(found$statistic, found$parameter)
}

bootstrap <- function() {
  replicates <- as.svrepdesign(plain, type = "subbootstrap", replicates = 500)
  found <- svymean(reformulate(indicators), raked_by_rake(replicates))
  c(coef(found), SE(found))
}

questions <- list(
  raking = function() {
    weight <- weights(raked_by_rake(plain))
    c(sum(weight), min(weight), max(weight), sum(weight^2))
  },
  table = function() table_of(plain),
  intervals = intervals,
  `raked table` = function() table_of(raked()),
  logistic = function() logistic(plain),
  test = function() test(plain),
  bootstrap = bootstrap,
  report = function() {
    one <- adjusted(declare())
    c(table_of(one), logistic(one), test(one))
  }
)

for (question in asked) {
  if (question == "raked table") raked()
  taken <- c()
  while (length(taken) < 5 && sum(taken) <= room) {
    start <- clock()
    numbers <- questions[[question]]()
    taken <- c(taken, clock() - start)
  }
  say(question, median(taken), numbers)
}
