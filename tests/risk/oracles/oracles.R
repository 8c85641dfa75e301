# The figures that tests/risk/test_hazard_against_r.py holds the hazard core to.
# slice.csv: the dispute-years at risk of recurrence of 75 secessionist disputes, from this package's own panel.
# Run in this folder: Rscript oracles.R   (R 4.2.2, lme4 1.1-31, survival 3.5-3)
suppressMessages({ library(lme4); library(survival) })
options(digits = 10)
d <- read.csv("slice.csv")
d$clock <- log1p(d$quiet_years)
show <- function(name, coefficients, errors, likelihood) {
  cat(name, "\n coefficients", format(coefficients, digits = 8), "\n errors", format(errors, digits = 8),
      "\n log-likelihood", format(likelihood, digits = 10), "\n")
}
for (link in c("logit", "cloglog")) {
  fit <- glm(event ~ clock + episodes, binomial(link), d, control = glm.control(epsilon = 1e-12))
  show(paste("glm", link), coef(fit), sqrt(diag(vcov(fit))), logLik(fit))
  for (nodes in c(25, 1)) {
    fit <- glmer(event ~ clock + episodes + (1 | dispute), d, binomial(link), nAGQ = nodes,
                 control = glmerControl(optimizer = "bobyqa", optCtrl = list(maxfun = 1e5, rhoend = 1e-9)))
    show(paste("glmer", link, nodes), c(fixef(fit), sd = getME(fit, "theta")), sqrt(diag(vcov(fit))), logLik(fit))
  }
}
fit <- glmer(event ~ clock + episodes + (1 | dispute), d, binomial, nAGQ = 25,
             control = glmerControl(optimizer = "bobyqa", optCtrl = list(maxfun = 1e5, rhoend = 1e-9)))
print(confint(profile(fit, which = c("clock", "episodes"))))
without <- glmer(event ~ clock + (1 | dispute), d, binomial, nAGQ = 25, control = glmerControl(optimizer = "bobyqa"))
cat("likelihood ratio of episodes", 2 * (logLik(fit) - logLik(without)), "\n")
fit <- clogit(event ~ clock + episodes + strata(dispute), d, method = "exact")
show("clogit", coef(fit), sqrt(diag(vcov(fit))), fit$loglik[2])
