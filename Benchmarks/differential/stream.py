"""The command as a process that answers lines of JSON, in order.

    values ──▶ a line each ──▶ tok encode │ tok decode ──▶ a line each ──▶ answers
"""

import json
import queue
import subprocess
import threading

READ = 1 << 18


class Stream:
    """One process. It writes in blocks, so that an answer may wait for questions that come later."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.blocks, self.lines, self.ended = queue.Queue(), [], False
        # A thread takes what comes, always: else both sides could wait for the other to read.
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self):
        while lines := self.process.stdout.readlines(READ):
            self.blocks.put(lines)
        self.blocks.put(None)

    def send(self, values):
        """Asks about each value; waits only while the process is busy."""
        try:
            self.process.stdin.write("".join(json.dumps(value) + "\n" for value in values).encode())
        except BrokenPipeError as error:
            raise RuntimeError(f"{self.process.args}: ended early") from error

    def answers(self, count, waiting=False):
        """The next answers; None if there aren't so many yet."""
        while len(self.lines) < count and not self.ended:
            try:
                block = self.blocks.get(block=waiting)
            except queue.Empty:
                return None
            self.ended = block is None
            self.lines += block or []
        if len(self.lines) < count:
            raise RuntimeError(f"{self.process.args}: {len(self.lines)} answers, and {count} are due")
        taken, self.lines = self.lines[:count], self.lines[count:]
        return [json.loads(line) for line in taken]

    def close(self):
        """Says that no more questions come."""
        self.process.stdin.close()

    def end(self):
        """Waits; an error of the command is one here, and so is an answer that nobody asked for."""
        while not self.ended:
            block = self.blocks.get()
            self.ended = block is None
            self.lines += block or []
        if self.process.wait() or self.lines:
            raise RuntimeError(f"{self.process.args}: status {self.process.returncode}")


def answers_at_once(command, values):
    """The answers of a process of its own."""
    stream = Stream(command)
    stream.send(values)
    stream.close()
    answers = stream.answers(len(values), waiting=True)
    stream.process.wait()
    return answers
