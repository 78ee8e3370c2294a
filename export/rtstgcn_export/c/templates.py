"""The fixed text of the emitted files."""

HEADER = """\
/* {title}: labels every frame of a motion stream; 8-bit integers, made by rtstgcn-edge.
 *
{description} *
 * Memory: {state_bytes} bytes for each skeleton, which the caller provides, and {constant_bytes} bytes of constants,
 * which may lie in flash. Nothing is allocated, nothing is global: skeletons may run in threads of their own.
 *
 *     static uint64_t memory[({capitals}_STATE_BYTES + 7) / 8];    of <stdint.h>
 *     {prefix}_state *state = ({prefix}_state *)memory;
 *     float logits[{capitals}_CLASSES];
 *
 *     {prefix}_reset(state);
 *     for (;;) {{
 *         ... wait for the next frame, {rate_hz} a second ...
 *         {prefix}_step(state, frame, logits);    the largest logit names the class
 *     }}
 */
#ifndef {capitals}_MODEL_H
#define {capitals}_MODEL_H

#ifdef __cplusplus
extern "C" {{
#endif

#define {capitals}_CHANNELS {channels}
#define {capitals}_JOINTS {joints}
#define {capitals}_CLASSES {classes}
#define {capitals}_RATE_HZ {rate_hz}
#define {capitals}_RECEPTIVE_FIELD {receptive_field} /* frames that one label depends on */
#define {capitals}_DELAY {delay} /* frames by which a label trails the newest frame */
#define {capitals}_STATE_BYTES {state_bytes}
#define {capitals}_STATE_ALIGNMENT 8 /* at least; with 64 it is fastest */
#define {capitals}_CONSTANT_BYTES {constant_bytes}

/* What the model remembers of one skeleton. It holds no pointers: it may be copied, saved and moved. */
typedef struct {prefix}_state {prefix}_state;

/* Forget everything: a skeleton that has just come. Needed before the first step. */
void {prefix}_reset({prefix}_state *state);

/* Label one frame: frame[channel][joint] in, finite, in the units above; logits[class] out. */
void {prefix}_step({prefix}_state *state, const float frame[{capitals}_CHANNELS * {capitals}_JOINTS],
                  float logits[{capitals}_CLASSES]);

/* The two halves of a step: the logits first, the housekeeping when there is time, before the next frame. */
void {prefix}_infer({prefix}_state *state, const float frame[{capitals}_CHANNELS * {capitals}_JOINTS],
                   float logits[{capitals}_CLASSES]);
void {prefix}_advance({prefix}_state *state);

/* The model's description as JSON, as in its .onnx file. */
extern const char {prefix}_manifest[];

/* The name of class 0 .. {capitals}_CLASSES - 1; NULL of any other. */
const char *{prefix}_class_name(int label);

/* The kernel in use, all of which give the same bits: "portable", "avx2", "avx512vnni", "neon", "neon-dot", "dsp" or
 * "helium". */
const char *{prefix}_kernel(void);

#ifdef __cplusplus
}}
#endif

#endif
"""

SOURCE = """\
/* {title}, made by rtstgcn-edge. See the header for how to use it.
 *
 * In this file: how the kernel is chosen; the kernels; the constants; the state; and, at the end, {prefix}_infer, which
 * is the model as a list of operations. A value is an integer matrix (joints, channels) that stands for
 * integer * 2^-exponent; the exponents are constants here.
 */
#include "{name}.h"

{kernels}
/* ---- Constants ------------------------------------------------------------------------------------------------ */
{constants}

const char {prefix}_manifest[] = {{
{manifest}}};

static const char *const class_names[] = {{
{class_names}}};

/* ---- State ---------------------------------------------------------------------------------------------------- */
{struct}

/* {capitals}_STATE_BYTES says the truth, or this does not compile. */
typedef char {prefix}_state_size[sizeof(struct {prefix}_state) == {capitals}_STATE_BYTES ? 1 : -1];

/* The place after one of a ring of `count`. */
KERNEL int following(int place, int count)
{{
    return place + 1 < count ? place + 1 : 0;
}}

/* ---- The model ------------------------------------------------------------------------------------------------ */

/* -DRTSTGCN_TRACE: hand out every value as it is made, to a function of your own. */
#if defined(RTSTGCN_TRACE)
void {prefix}_trace(const char *value, const void *data, int elements, int bytes_each);
#define TRACE(value, data, elements) {prefix}_trace(value, data, elements, (int)sizeof *(data))
#elif defined(__GNUC__)
/* Values of different types take turns in the scratch memory: no access may move from one operation into another. */
#define TRACE(value, data, elements) __asm__ volatile("" : : "r"(data) : "memory")
#else
#define TRACE(value, data, elements) (void)(data)
#endif

void {prefix}_reset({prefix}_state *s)
{{
    memset(s, 0, sizeof *s);
}}

void {prefix}_infer({prefix}_state *s, const float frame[{capitals}_CHANNELS * {capitals}_JOINTS],
                   float logits[{capitals}_CLASSES])
{{{body}
}}

void {prefix}_advance({prefix}_state *s)
{{
{advance}
}}

void {prefix}_step({prefix}_state *s, const float frame[{capitals}_CHANNELS * {capitals}_JOINTS],
                   float logits[{capitals}_CLASSES])
{{
    {prefix}_infer(s, frame, logits);
    {prefix}_advance(s);
}}

const char *{prefix}_class_name(int label)
{{
    return label >= 0 && label < {capitals}_CLASSES ? class_names[label] : NULL;
}}

const char *{prefix}_kernel(void)
{{
    return KERNEL_NAME;
}}
"""

ADVANCE = "    s->{counter} = (uint16_t)following(s->{counter}, {size});"
