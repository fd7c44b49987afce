"""The four peers, each lightly tuned: a few settings, and the number of trees, chosen on rows of the training folds."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
from catboost import CatBoostClassifier
from lightgbm import LGBMClassifier, early_stopping
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SEED = 1
RATE = 0.05
RATE_OF_CATBOOST = 0.1  # its trees cost ten times as much
MOST_TREES = 1000
PATIENCE = 20
SMALL = 3000

Predict = Callable[[pd.DataFrame, np.ndarray, pd.DataFrame], np.ndarray]


def tuned(settings: Iterable, fit: Callable, refit: Callable, rows: pd.DataFrame, events: np.ndarray):
    """Fits with the setting of least log loss on rows held out of these, and with as many trees as did best there."""
    splits = inner_splits(rows, events)

    def tried(setting) -> tuple[float, int]:
        fits = [
            fit(setting, rows.iloc[learned], rows.iloc[watched], events[learned], events[watched])
            for learned, watched in splits
        ]
        losses, trees = zip(*fits, strict=True)
        return float(np.mean(losses)), int(np.median(trees))

    (_, trees), best = min(((tried(setting), setting) for setting in settings), key=lambda each: each[0])
    return refit(best, trees, rows, events)


def inner_splits(rows: pd.DataFrame, events: np.ndarray) -> list:
    """A fifth of the rows; of a small table, each third in turn, since a fifth of it tells little."""
    if len(rows) < SMALL:
        return list(StratifiedKFold(3, shuffle=True, random_state=SEED).split(rows, events))
    return [train_test_split(np.arange(len(rows)), test_size=0.2, stratify=events, random_state=SEED)]


def lightgbm(rows: pd.DataFrame, events: np.ndarray, held_out: pd.DataFrame) -> np.ndarray:
    def model(setting: tuple[int, int], trees: int) -> LGBMClassifier:
        leaves, least = setting
        options = {"subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.8, "random_state": SEED}
        size = {"num_leaves": leaves, "min_child_samples": least, "n_estimators": trees}
        return LGBMClassifier(learning_rate=RATE, n_jobs=1, verbose=-1, **size, **options)

    def fit(setting, train, watched, train_events, watched_events):
        stop = early_stopping(PATIENCE, verbose=False)
        fitted = model(setting, MOST_TREES)
        watch = {"eval_X": watched, "eval_y": watched_events, "eval_metric": "logloss"}
        fitted.fit(train, train_events, callbacks=[stop], **watch)
        return log_loss(watched_events, fitted.predict_proba(watched)), fitted.best_iteration_

    def refit(setting, trees, rows, events):
        return model(setting, trees).fit(rows, events)

    settings = [(7, 20), (15, 20), (31, 20), (63, 5)]
    return tuned(settings, fit, refit, rows, events).predict_proba(held_out)[:, 1]


def catboost(rows: pd.DataFrame, events: np.ndarray, held_out: pd.DataFrame) -> np.ndarray:
    texts = list(rows.select_dtypes("category").columns)

    def text(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.assign(**{name: frame[name].astype(object).fillna("unknown").astype(str) for name in texts})

    def model(depth: int, trees: int) -> CatBoostClassifier:
        options = {"random_seed": SEED, "thread_count": 1, "allow_writing_files": False, "verbose": False}
        return CatBoostClassifier(
            depth=depth, iterations=trees, learning_rate=RATE_OF_CATBOOST, cat_features=texts, **options
        )

    def fit(depth, train, watched, train_events, watched_events):
        fitted = model(depth, MOST_TREES)
        fitted.fit(train, train_events, eval_set=(watched, watched_events), early_stopping_rounds=PATIENCE)
        return log_loss(watched_events, fitted.predict_proba(watched)), fitted.tree_count_

    def refit(depth, trees, rows, events):
        return model(depth, trees).fit(rows, events)

    return tuned((4, 6), fit, refit, text(rows), events).predict_proba(text(held_out))[:, 1]


def hist_gradient_boosting(rows: pd.DataFrame, events: np.ndarray, held_out: pd.DataFrame) -> np.ndarray:
    def model(leaves: int, trees: int, **stopping) -> HistGradientBoostingClassifier:
        size = {"max_leaf_nodes": leaves, "max_iter": trees, "learning_rate": RATE}
        return HistGradientBoostingClassifier(random_state=SEED, **size, **stopping)

    def fit(leaves, train, watched, train_events, watched_events):
        fitted = model(leaves, MOST_TREES, early_stopping=True, n_iter_no_change=PATIENCE, tol=0)
        fitted.fit(train, train_events, X_val=watched, y_val=watched_events)
        losses = -fitted.validation_score_
        return losses.min(), max(1, int(losses.argmin()))

    def refit(leaves, trees, rows, events):
        return model(leaves, trees, early_stopping=False).fit(rows, events)

    return tuned((4, 8, 16, 31), fit, refit, rows, events).predict_proba(held_out)[:, 1]


def logistic(rows: pd.DataFrame, events: np.ndarray, held_out: pd.DataFrame) -> np.ndarray:
    def model(strength: float) -> Pipeline:
        numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
        texts = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=10)
        columns = make_column_transformer(
            (numbers, make_column_selector(dtype_include="number")),
            (texts, make_column_selector(dtype_include="category")),
        )
        return make_pipeline(columns, LogisticRegression(C=strength, max_iter=2000))

    def loss(strength: float) -> float:
        folds = StratifiedKFold(3, shuffle=True, random_state=SEED)
        return np.mean(
            [
                log_loss(
                    events[judged],
                    model(strength).fit(rows.iloc[learned], events[learned]).predict_proba(rows.iloc[judged]),
                )
                for learned, judged in folds.split(rows, events)
            ]
        )

    return model(min((0.01, 0.1, 1, 10), key=loss)).fit(rows, events).predict_proba(held_out)[:, 1]


PEERS: dict[str, Predict] = {
    "HistGradientBoosting": hist_gradient_boosting,
    "LightGBM": lightgbm,
    "CatBoost": catboost,
    "logistic regression": logistic,
}
