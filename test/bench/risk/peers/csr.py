"""The books as a scipy.sparse CSR matrix times the columns of marks; and the same with numpy alone.

csr.py FOLDER PORTFOLIOS INSTRUMENTS FIELDS ROUNDS: prints a line `name seconds... checksum` for each.
"""

import sys
import time

import numpy as np
import scipy.sparse as sp

folder, portfolios, instruments, fields, rounds = sys.argv[1], *map(int, sys.argv[2:])
quantities = np.fromfile(f"{folder}/quantities", dtype=np.float64)
columns = np.fromfile(f"{folder}/markIndexes", dtype=np.int32)
starts = np.fromfile(f"{folder}/starts", dtype=np.int32)
rows = np.fromfile(f"{folder}/rows", dtype=np.float64).reshape(instruments, fields)
matrix = sp.csr_matrix((quantities, columns, starts), shape=(portfolios, instruments))


def with_scipy():
    return matrix @ rows


def with_numpy():
    return np.add.reduceat(quantities[:, None] * rows[columns], starts[:-1], axis=0)


for name, work in (("scipy.sparse", with_scipy), ("numpy", with_numpy)):
    seconds = []
    for _ in range(rounds):
        before = time.process_time()
        sums = work()
        seconds.append(time.process_time() - before)
    print(name, *(f"{each:.9f}" for each in seconds), repr(float(np.abs(sums).sum())))
