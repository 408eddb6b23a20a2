"""What a run costs: wall time, processor time, peak memory; and on what machine.

A process takes over the peak memory of the one that starts it, up to the moment when it becomes
another program. So whoever measures has to stay small: large data and large libraries belong into
processes of their own.
"""

import datetime
import os
import pathlib
import platform
import resource
import statistics
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / "Benchmarks" / "results"


def measured_command(command):
    """Runs a command to its end without its output; its cost, with the start of the process."""
    start = time.perf_counter()
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=silent)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if status != 0:
        raise SystemExit(f"{command[0]}: ended with status {os.waitstatus_to_exitcode(status)}")
    return cost(wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss)


def measured_call(function):
    """Calls a function; what it gave and its cost. Peak memory is that of the whole process."""
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    result = function()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    used = cost(
        wall, after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime, after.ru_maxrss)
    return result, used | {"memory_before": megabytes(before.ru_maxrss)}


def cost(wall, user, system, peak):
    return {"wall": wall, "user": user, "system": system, "memory": megabytes(peak)}


def megabytes(peak):
    """Of what the system counts: kibibytes, on macOS bytes."""
    return peak * (1 if platform.system() == "Darwin" else 1024) / 1e6


def medians(costs):
    return {key: statistics.median(cost[key] for cost in costs) for key in costs[0]}


def test_data(name):
    """A corpus by its short name, from the folder that TOK_TEST_DATA names, or a file's path."""
    if os.path.exists(name):
        return pathlib.Path(name)
    folder = pathlib.Path(os.environ.get("TOK_TEST_DATA") or ROOT / ".." / "shared")
    path = folder / "corpora" / f"{name}.txt"
    if not path.exists():
        raise SystemExit(f"{path}: is not there; set TOK_TEST_DATA, or name a text file")
    return path


def circumstances():
    """Where and when: what a figure means nothing without."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {
        "date": datetime.date.today().isoformat(),
        "commit": git("rev-parse", "--short", "HEAD"),
        "machine": f"{processor()}, {os.cpu_count()} cores, {memory / 1e9:.0f} GB",
        "system": f"{platform.system()} {platform.machine()}",
        "load": round(os.getloadavg()[0], 1),
    }


def processor():
    try:
        lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def git(*arguments):
    found = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True)
    return found.stdout.strip() or "unknown"
