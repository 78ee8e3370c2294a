"""SIGTERM ends what is inside as Ctrl-C does, and only there."""

import os
import signal
import threading

import pytest
from rtstgcn_training.run.interruption import termination_interrupts


def test_termination_is_an_interrupt_inside_and_what_it_was_outside():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), termination_interrupts():
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_thread_can_train_too():
    done = []

    def work():
        with termination_interrupts():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done
