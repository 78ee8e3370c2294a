"""Hypothesis strategy: any message that the wire carries."""

from __future__ import annotations

from hypothesis import strategies as st
from rtstgcn_firmware.messages import (
    AccUnit,
    Ack,
    Class,
    Combined,
    Error,
    GyroUnit,
    Hello,
    HelloRequest,
    Kind,
    Label,
    Node,
    Sample,
    Status,
    SyncReply,
    SyncRequest,
    shortened,
)

u8, u16, u32 = (st.integers(0, 2**bits - 1) for bits in (8, 16, 32))
nodes = st.integers(0, 19)
nodes_or_device = nodes | st.just(255)
counts = st.integers(-(2**15), 2**15 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=31).map(shortened)
ranges = st.floats(min_value=0, exclude_min=True, allow_infinity=False, width=32)


def values(count: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.tuples(*[counts] * count)


hellos = st.builds(
    Hello,
    version=st.just(1),
    flags=u8,
    nodes=st.integers(1, 20),
    channels=u8,
    boot=u16,
    rate=st.integers(1, 2**32 - 1),
    acc_unit=st.sampled_from(AccUnit),
    acc_range=ranges,
    gyro_unit=st.sampled_from(GyroUnit),
    gyro_range=ranges,
    serial=st.binary(min_size=8, max_size=8),
    firmware=texts,
    model=texts,
)
samples = st.builds(Sample, nodes, u16, u32, values(6))
combineds = st.builds(Combined, u16, u32, st.integers(1, 20).flatmap(lambda v: values(6 * v)))
labels = st.builds(Label, st.sampled_from(Kind), u16, u8, u8, u8, u32)
classes = st.integers(1, 255).flatmap(lambda n: st.builds(Class, st.integers(0, n - 1), st.just(n), texts))
messages = st.one_of(
    hellos,
    st.builds(Node, nodes, texts),
    samples,
    combineds,
    st.builds(Status, nodes_or_device, u8, u32, u32),
    st.builds(SyncReply, nodes_or_device, u32, u32, u32),
    st.builds(Ack, u16, u32),
    st.builds(Error, u8, texts),
    st.builds(HelloRequest, u8),
    st.builds(SyncRequest, nodes_or_device, u32),
    labels,
    classes,
)
"""All twelve types."""
