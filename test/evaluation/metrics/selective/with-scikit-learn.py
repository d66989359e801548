"""Computes what src/evaluation/metrics/selective gave once more with NumPy, SciPy and scikit-learn; exits with 1 at a difference.

One JSON line a case: {"what": ..., the input, "ours": the result}.
"""

import itertools
import json
import sys

import numpy as np
from scipy import stats
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, cohen_kappa_score, log_loss

EXACT = 1e-9


def close(what, ours, theirs, tolerance=EXACT):
    if not np.allclose(ours, theirs, rtol=0, atol=tolerance):
        sys.exit(f"{what}: {ours} here, {theirs} there")


def risk_coverage(case):
    """Mean over all orders of equally sure answers, each counted through."""
    confidence, right = np.array(case["confidence"]), np.array(case["right"])
    groups = [np.flatnonzero(confidence == c) for c in sorted(set(confidence), reverse=True)]
    risks = []
    for orders in itertools.product(*(itertools.permutations(group) for group in groups)):
        order = list(itertools.chain(*orders))
        risks.append([1 - accuracy_score(np.ones(k), right[order[:k]]) for k in range(1, len(order) + 1)])
    mean = np.mean(risks, axis=0)
    close("risks", case["ours"]["at"], mean)
    close("area", case["ours"]["area"], mean.mean())


def kappa(case):
    one, other = np.array(case["one"]), np.array(case["other"])
    for name, weights in [("none", None), ("linear", "linear"), ("quadratic", "quadratic")]:
        close(f"kappa {name}", case["ours"][name]["value"], cohen_kappa_score(one, other, weights=weights))
    study = np.array(case["study"])
    of_study = [np.flatnonzero(study == s) for s in np.unique(study)]

    def statistic(drawn):
        rows = np.concatenate([of_study[s] for s in drawn])
        return cohen_kappa_score(one[rows], other[rows], weights="quadratic")

    found = stats.bootstrap((np.arange(len(of_study)),), statistic, n_resamples=1000, method="percentile",
                            vectorized=False, random_state=1).confidence_interval
    width = found.high - found.low
    close("interval of kappa", [case["ours"]["quadratic"]["low"], case["ours"]["quadratic"]["high"]],
          [found.low, found.high], 0.15 * width)


def calibration(case):
    score, right = np.array(case["score"]), np.array(case["right"])
    frequency, mean = calibration_curve(right, score, n_bins=10, strategy="uniform")
    counts = np.histogram(score, bins=np.linspace(0, 1, 11))[0]
    close("calibration error", case["ours"], np.average(np.abs(frequency - mean), weights=counts[counts > 0]))


def mcnemar(case):
    close("McNemar", case["ours"], stats.binomtest(case["a"], case["a"] + case["b"]).pvalue)


def logistic(case):
    model = LogisticRegression(C=1 / case["ridge"], tol=1e-12, max_iter=10_000)
    model.fit(np.array(case["rows"]), np.array(case["outcomes"]))
    close("intercept", case["ours"]["intercept"], model.intercept_[0], 1e-4)
    close("weights", case["ours"]["weights"], model.coef_[0], 1e-4)


def subgroups(case):
    label, group = np.array(case["label"]), np.array(case["group"])
    rows = np.array(case["rows"], dtype=np.float32)
    right = rows.argmax(1) == label
    for ours in case["ours"]["groups"]:
        own = group == ours["group"]
        close("locations", ours["locations"], own.sum())
        close("accuracy", ours["accuracy"]["value"], accuracy_score(label[own], rows[own].argmax(1)))
        close("lead", ours["accuracyLead"]["value"], right[own].mean() - right[~own].mean())
        loss = log_loss(label[own], rows[own], labels=[0, 1, 2], sample_weight=np.array([1, 2, 4])[label[own]])
        close("log loss", ours["logLoss"]["value"], loss, 1e-6)


def referral(case):
    confidence = np.array(case["confidence"])
    label, predicted, study = (np.array(case[name]) for name in ("label", "predicted", "study"))
    right = label == predicted
    for ours in case["ours"]:
        referred = confidence < ours["threshold"]
        assert referred.sum() <= ours["share"] * len(right), "more referred than wished"
        assert (confidence <= ours["threshold"]).sum() > ours["share"] * len(right), "fewer referred than possible"
        close("referred", ours["referred"], referred.sum())
        close("studies", ours["studies"], len(np.unique(study[referred])))
        close("caught", ours["caughtShare"]["value"], referred[~right].mean())
        close("needless", ours["needlessShare"]["value"], right[referred].mean())
        close("answered", ours["accuracyOfAnswered"]["value"], accuracy_score(label[~referred], predicted[~referred]))
        close("with reader", ours["accuracyWithReader"]["value"], (right | referred).mean())
        missed = (label == 2) & (predicted != 2)
        close("severe missed", [ours["severeMissed"], ours["severeMissedCaught"]],
              [missed.sum(), (missed & referred).sum()])


def paired(case):
    """Accuracy of the first less that of the second, with SciPy's paired bootstrap over whole studies."""
    lead, count = np.array(case["lead"]), np.array(case["count"])
    close("difference", case["ours"]["value"], lead.sum() / count.sum())
    found = stats.bootstrap((lead, count), lambda a, b: a.sum() / b.sum(), paired=True, n_resamples=4000,
                            method="percentile", vectorized=False, random_state=1).confidence_interval
    width = found.high - found.low
    close("interval of the difference", [case["ours"]["low"], case["ours"]["high"]], [found.low, found.high], 0.15 * width)


CASES = {f.__name__: f for f in (risk_coverage, kappa, calibration, mcnemar, logistic, subgroups, referral, paired)}

for line in sys.stdin:
    case = json.loads(line)
    CASES[case["what"]](case)
