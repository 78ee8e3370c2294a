/* hugadb-mcu: labels every frame of a motion stream; 8-bit integers, made by rtstgcn-edge.
 *
 * Channels, in this order: acc_x (m/s^2), acc_y (m/s^2), acc_z (m/s^2), gyro_x (rad/s), gyro_y (rad/s), gyro_z
 * (rad/s).
 * Joints, in this order: foot_r, shin_r, thigh_r, foot_l, shin_l, thigh_l.
 *
 * Memory: 102272 bytes for each skeleton, which the caller provides, and 53141 bytes of constants,
 * which may lie in flash. Nothing is allocated, nothing is global: skeletons may run in threads of their own.
 *
 *     static uint64_t memory[(RTSTGCN_STATE_BYTES + 7) / 8];    of <stdint.h>
 *     rtstgcn_state *state = (rtstgcn_state *)memory;
 *     float logits[RTSTGCN_CLASSES];
 *
 *     rtstgcn_reset(state);
 *     for (;;) {
 *         ... wait for the next frame, 58.8 a second ...
 *         rtstgcn_step(state, frame, logits);    the largest logit names the class
 *     }
 */
#ifndef RTSTGCN_MODEL_H
#define RTSTGCN_MODEL_H

#ifdef __cplusplus
extern "C" {
#endif

#define RTSTGCN_CHANNELS 6
#define RTSTGCN_JOINTS 6
#define RTSTGCN_CLASSES 10
#define RTSTGCN_RATE_HZ 58.8
#define RTSTGCN_RECEPTIVE_FIELD 1480 /* frames that one label depends on */
#define RTSTGCN_DELAY 0 /* frames by which a label trails the newest frame */
#define RTSTGCN_STATE_BYTES 102272
#define RTSTGCN_STATE_ALIGNMENT 8 /* at least; with 64 it is fastest */
#define RTSTGCN_CONSTANT_BYTES 53141

/* What the model remembers of one skeleton. It holds no pointers: it may be copied, saved and moved. */
typedef struct rtstgcn_state rtstgcn_state;

/* Forget everything: a skeleton that has just come. Needed before the first step. */
void rtstgcn_reset(rtstgcn_state *state);

/* Label one frame: frame[channel][joint] in, finite, in the units above; logits[class] out. */
void rtstgcn_step(rtstgcn_state *state, const float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS],
                  float logits[RTSTGCN_CLASSES]);

/* The two halves of a step: the logits first, the housekeeping when there is time, before the next frame. */
void rtstgcn_infer(rtstgcn_state *state, const float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS],
                   float logits[RTSTGCN_CLASSES]);
void rtstgcn_advance(rtstgcn_state *state);

/* The model's description as JSON, as in its .onnx file. */
extern const char rtstgcn_manifest[];

/* The name of class 0 .. RTSTGCN_CLASSES - 1; NULL of any other. */
const char *rtstgcn_class_name(int label);

/* The kernel in use, all of which give the same bits: "portable", "avx2", "avx512vnni", "neon", "neon-dot", "dsp" or
 * "helium". */
const char *rtstgcn_kernel(void);

#ifdef __cplusplus
}
#endif

#endif
