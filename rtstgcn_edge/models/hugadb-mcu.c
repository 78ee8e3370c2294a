/* hugadb-mcu, made by rtstgcn-edge. See the header for how to use it.
 *
 * In this file: how the kernel is chosen; the kernels; the constants; the state; and, at the end, rtstgcn_infer, which
 * is the model as a list of operations. A value is an integer matrix (joints, channels) that stands for
 * integer * 2^-exponent; the exponents are constants here.
 */
#include "hugadb-mcu.h"

#include <float.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* ---- What the numbers need of the compiler ------------------------------------------------------------------------
 *
 * Floating point as written: one IEEE operation at a time. Compile with -ffp-contract=off.
 */
#if defined(__FAST_MATH__) || defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__) || \
    (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__ != 0)
#error "-ffast-math changes results, and so do its parts: compile without them"
#endif
#if !defined(FLT_EVAL_METHOD) || (FLT_EVAL_METHOD != 0 && FLT_EVAL_METHOD != 16)
#error "float must be computed as float: on 32-bit x86 compile with -msse2 -mfpmath=sse"
#endif
#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#endif

#if defined(__GNUC__)
#define MAYBE_UNUSED __attribute__((unused))
#define ALIGNED_64 __attribute__((aligned(64)))
#define INLINE static inline __attribute__((always_inline, unused))
#else
#define MAYBE_UNUSED
#define ALIGNED_64
#define INLINE static inline
#endif

/* ---- Which kernel -------------------------------------------------------------------------------------------------
 *
 * -DRTSTGCN_KERNEL=portable, avx2, avx512vnni, neon, neon_dot, dsp or helium; otherwise the best that the compiler's
 * flags allow. All give the same bits.
 */
#define RTSTGCN_ID_portable 1
#define RTSTGCN_ID_avx2 2
#define RTSTGCN_ID_avx512vnni 3
#define RTSTGCN_ID_neon 4
#define RTSTGCN_ID_neon_dot 5
#define RTSTGCN_ID_dsp 6
#define RTSTGCN_ID_helium 7

#if !defined(RTSTGCN_KERNEL)
#if defined(__AVX512VNNI__) && defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__GNUC__)
#define RTSTGCN_KERNEL avx512vnni
#elif defined(__AVX2__)
#define RTSTGCN_KERNEL avx2
#elif defined(__ARM_FEATURE_MVE) && (__ARM_FEATURE_MVE & 2)
#define RTSTGCN_KERNEL helium
#elif defined(__AARCH64EL__) && defined(__ARM_FEATURE_DOTPROD)
#define RTSTGCN_KERNEL neon_dot
#elif defined(__AARCH64EL__)
#define RTSTGCN_KERNEL neon
#elif defined(__ARM_FEATURE_SIMD32)
#define RTSTGCN_KERNEL dsp
#else
#define RTSTGCN_KERNEL portable
#endif
#endif

#define RTSTGCN_PASTE(a, b) a##b
#define RTSTGCN_ID_OF(kernel) RTSTGCN_PASTE(RTSTGCN_ID_, kernel)
#define RTSTGCN_KERNEL_ID RTSTGCN_ID_OF(RTSTGCN_KERNEL)

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_portable
#define KERNEL_NAME "portable"
#elif RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx2
#define KERNEL_NAME "avx2"
#elif RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx512vnni
#define KERNEL_NAME "avx512vnni"
#elif RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon
#define KERNEL_NAME "neon"
#elif RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon_dot
#define KERNEL_NAME "neon-dot"
#elif RTSTGCN_KERNEL_ID == RTSTGCN_ID_dsp
#define KERNEL_NAME "dsp"
#elif RTSTGCN_KERNEL_ID == RTSTGCN_ID_helium
#define KERNEL_NAME "helium"
#else
#error "RTSTGCN_KERNEL is none of portable, avx2, avx512vnni, neon, neon_dot, dsp, helium"
#endif

/* ---- What a kernel computes ---------------------------------------------------------------------------------------
 *
 * The functions that take nearly all of the time are written once for each instruction set. A kernel defines any of
 * those below and says so by the macro named with them; portable.c, which comes last, defines what is left. Whatever is
 * defined gives the same bits:
 *
 *   q(x, low, high)   rint(x), halves to even, limited to [low, high] (limiting first gives the same)
 *   float             one IEEE single operation at a time, never a fused multiply-add, never reordered; a factor 2^n
 *                     may be moved, since it is exact; sums of integers may be in any order
 *
 * Matrices are rows without gaps, x[row * columns + column]. An array of the state begins at a multiple of 8 bytes (16
 * where the state does), its rows only if the columns allow, and at least 64 bytes of the state follow it: a kernel may read past the end of an
 * array of the state, never of a constant, and writes what it is asked for, no byte more.
 */
#define KERNEL static MAYBE_UNUSED

/* Weights stand in tiles of 16 columns, inputs in groups of 4, both filled up with zeros:
 *
 *   weight[((column / 16 * groups + input / 4) * 16 + column % 16) * 4 + input % 4]      groups = ceil(inputs / 4)
 *
 * so 64 bytes are 4 inputs of 16 columns and 32 bits are 4 inputs of one. The arrays of one element a column are filled
 * up to whole tiles too. |weight| <= 63 for 8-bit x; |sum + bias| stays below 2^24 for 8-bit x, 2^31 for 16-bit x.
 */
struct product {
    const int8_t *weight;      /* aligned to 64 bytes */
    const int32_t *bias;       /* zeros where the model has none */
    const int32_t *correction; /* 128 * sum of a column's weights: signed x is unsigned x ^ 0x80 less 128 */
    const int8_t *shift;       /* -8 .. 30, of 16-bit x -8 .. 33 */
    int inputs;
    int columns;
};

/* HAVE_PRODUCT_8:  KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out);
 *                  KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out);
 * HAVE_PRODUCT_16: KERNEL void product_int16(const struct product *p, const int16_t *x, int rows, int8_t *out);
 *
 *   out[row][column] = q(float(sum over inputs of x[row][input] weight[input][column] + bias[column])
 *                        * 2^-shift[column], -128, 127)
 */

/* A sparse matrix over joints: row r = joint * partitions + partition is the sum over begin[r] <= i < begin[r + 1] of
 * coefficient[i] * x[source[i]]. Most rows have one term, some none, few more.
 */
struct graph {
    const uint16_t *begin;
    const uint8_t *source;
    const int8_t *coefficient;
    int rows;  /* joints * partitions */
    int shift; /* -8 .. 30 */
};

/* HAVE_GRAPH_PRODUCT_8:
 *
 *   KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out);
 *   KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out);
 *
 *   out[r][column] = q(float(sum over i of coefficient[i] * x[source[i]][column]) * 2^-shift, -128, 127)
 *
 * |sum| < 2^24. (Read as rows of partitions * columns, out is the x of a product.)
 */

/* The sums that a LayerNorm needs of y. */
struct moments {
    int64_t sum;
    int64_t squares;
};

/* HAVE_WINDOW: KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n,
 *                                           int16_t *y);
 *
 *   y[i] = push[i] + held[i] + bias[i], held and bias each NULL for none; |y| <= WINDOW_LIMIT and n < 2^17 are known, but
 *   partial sums may be larger: they may wrap around (add as unsigned).
 *
 *               KERNEL struct moments moments_int8(const int8_t *x, int n);
 */
#define WINDOW_LIMIT 16383

/* A LayerNorm whose statistics are known; gamma and beta are the model's integers. */
struct norm {
    const int16_t *gamma;
    const int16_t *beta;
    float gamma_scale; /* 2^-gamma_exponent */
    float beta_scale;
    float mean;
    float inverse;
};

/*   N(y)[i] = ((float(y[i]) - mean) * inverse) * (gamma[i] * gamma_scale) + beta[i] * beta_scale
 *
 * HAVE_ACTIVATE_NORM: the outer relu of a layer and what is added before it, n elements of uint8:
 *
 *   KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out);
 *   KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual,
 *                                  float residual_scale, int n, float scale, uint8_t *out);
 *   KERNEL void activate_norm_uint8(same, with const uint8_t *residual)
 *   KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b,
 *                                  const int8_t *residual, int n, float scale, uint8_t *out);
 *
 *   out[i] = q((max(N(y)[i], 0) + R[i]) * scale, 0, 255)
 *
 *   R: nothing; float(residual[i]) * residual_scale; N_b(residual)[i]. scale and residual_scale are powers of two.
 */

/* HAVE_ADVANCE_8: KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n);
 *
 *   sum[i] += push[i] - oldest[i]
 */

/* HAVE_HEAD: KERNEL void head(const struct product *p, const uint8_t *x, int rows, float *logits);
 *
 *   logits[k] = float(sum over c of (sum over rows of x[row][c]) weight[c][k] + bias[k]) * 2^-shift[k]
 *
 * The sum stays below 2^31, rows below 129. shift is not limited here but to -100 .. 100; correction is NULL.
 */

/* ---- Helpers of all kernels -------------------------------------------------------------------------------------- */

/* 2^n, -126 <= n <= 127. */
KERNEL float power_of_two(int n)
{
    const uint32_t bits = (uint32_t)(n + 127) << 23;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

/* q(x, low, high) for integers low and high, -2^22 <= low <= high <= 2^22. Adding and taking away 1.5 * 2^23 leaves no
 * room for a fraction, so the processor rounds, halves to even. */
KERNEL int32_t quantised(float x, float low, float high)
{
    const float limited = x > low ? (x < high ? x : high) : low;
    return (int32_t)((limited + 12582912.0f) - 12582912.0f);
}

/* q(float(x) * 2^-shift, -128, 127) in integers: |x| < 2^24, -8 <= shift <= 30. */
KERNEL int8_t rescaled(int32_t x, int shift)
{
    if (shift > 0) {
        x = (x + ((1 << (shift - 1)) - 1) + ((x >> shift) & 1)) >> shift;
    }
    x = x < -128 ? -128 : x > 127 ? 127 : x;
    if (shift < 0) {
        x *= 1 << -shift;
        x = x < -128 ? -128 : x > 127 ? 127 : x;
    }
    return (int8_t)x;
}

/* N(y) of one element. */
INLINE float norm_at(const struct norm *a, int32_t y, int i)
{
    const float unit = ((float)y - a->mean) * a->inverse;
    const float scaled = unit * ((float)a->gamma[i] * a->gamma_scale);
    return scaled + (float)a->beta[i] * a->beta_scale;
}

/* q((max(x, 0) + residual) * scale, 0, 255). */
INLINE uint8_t activated(float x, float residual, float scale)
{
    return (uint8_t)quantised(((x > 0.0f ? x : 0.0f) + residual) * scale, 0.0f, 255.0f);
}

/* ---- Kernel "avx2": x86-64 with AVX2, and with its dot product of bytes where there is AVX-VNNI ------------------ */

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx2
#include <immintrin.h>

INLINE __m128i load_8_bytes(const void *x)
{
    return _mm_loadl_epi64((const __m128i *)x);
}

INLINE __m128i load_16_bytes(const void *x)
{
    return _mm_loadu_si128((const __m128i *)x);
}

INLINE __m256i load_32_bytes(const void *x)
{
    return _mm256_loadu_si256((const __m256i *)x);
}

/* The first n of 16 bytes. */
INLINE void put_16(int8_t *out, __m128i bytes, int n)
{
    int8_t all[16];
    if (n >= 16) {
        _mm_storeu_si128((__m128i *)(void *)out, bytes);
    } else {
        _mm_storeu_si128((__m128i *)(void *)all, bytes);
        memcpy(out, all, (size_t)n);
    }
}

/* q(x, int16) of 16 floats no larger than 2^31; smaller ones than -2^31 are as right. */
INLINE __m256i int16_of(__m256 a, __m256 b)
{
    const __m256i packed = _mm256_packs_epi32(_mm256_cvtps_epi32(a), _mm256_cvtps_epi32(b));
    return _mm256_permute4x64_epi64(packed, 0xd8);
}

INLINE __m128i int8_of(__m256i x)
{
    return _mm_packs_epi16(_mm256_castsi256_si128(x), _mm256_extracti128_si256(x, 1));
}

/* 2^-shift of 8 columns. */
INLINE __m256 scales_of(const int8_t *shift)
{
    const __m256i wide = _mm256_cvtepi8_epi32(load_8_bytes(shift));
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_sub_epi32(_mm256_set1_epi32(127), wide), 23));
}

/* float(sums) * scales, at most 127. */
INLINE __m256 scaled_8(__m256i sums, __m256 scales)
{
    return _mm256_min_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sums), scales), _mm256_set1_ps(127.0f));
}

#define HAVE_PRODUCT_8
#define MOST_ROWS 5

/* Add to 8 columns 4 products each; x is unsigned. Two of them fit into 16 bits since |weight| <= 63. */
INLINE __m256i dot(__m256i sums, __m256i x, __m256i weights)
{
#if defined(__AVXVNNI__) && defined(__GNUC__)
    /* in assembly, because gcc 12 moves the sums of the intrinsic function to and fro */
    __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(sums) : "x"(x), "x"(weights));
    return sums;
#else
    const __m256i pairs = _mm256_maddubs_epi16(x, weights);
    return _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
#endif
}

/* Blocks of 1 to 5 rows of x by one tile of weights. Every sum has a name of its own, because compilers leave arrays of
 * vectors in memory: low_R and high_R are 8 columns each of row R. Signed x becomes unsigned by ^ 0x80, which the start
 * of a sum makes up for.
 */
#define ROWS_1(DO) DO(0)
#define ROWS_2(DO) ROWS_1(DO) DO(1)
#define ROWS_3(DO) ROWS_2(DO) DO(2)
#define ROWS_4(DO) ROWS_3(DO) DO(3)
#define ROWS_5(DO) ROWS_4(DO) DO(4)

#define START(r) __m256i low_##r = start_low, high_##r = start_high;
#define MULTIPLY(r)                                                         \
    const __m256i inputs_##r = four_inputs(x + r * p->inputs, flipped);     \
    low_##r = dot(low_##r, inputs_##r, weights_low);                        \
    high_##r = dot(high_##r, inputs_##r, weights_high);
#define FINISH(r)                                                                                    \
    put_16(out + r * p->columns + 16 * tile,                                                         \
           int8_of(int16_of(scaled_8(low_##r, scales_low), scaled_8(high_##r, scales_high))),        \
           p->columns - 16 * tile);

#define DEFINE_BLOCK(rows)                                                                                      \
    KERNEL void block_##rows(const struct product *p, const uint8_t *x, int flip, int tile, int8_t *out)        \
    {                                                                                                           \
        const int groups = (p->inputs + 3) / 4;                                                                 \
        const int8_t *w = p->weight + (size_t)tile * (size_t)groups * 64, *const end = w + groups * 64;         \
        const __m256i flipped = _mm256_set1_epi8((char)(flip ? -128 : 0));                                      \
        const __m256i start_low = start_of(p, 16 * tile, flip), start_high = start_of(p, 16 * tile + 8, flip);  \
        const __m256 scales_low = scales_of(p->shift + 16 * tile);                                              \
        const __m256 scales_high = scales_of(p->shift + 16 * tile + 8);                                         \
        ROWS_##rows(START)                                                                                      \
        for (; w < end; w += 64, x += 4) {                                                                      \
            const __m256i weights_low = load_32_bytes(w), weights_high = load_32_bytes(w + 32);                 \
            ROWS_##rows(MULTIPLY)                                                                               \
        }                                                                                                       \
        ROWS_##rows(FINISH)                                                                                     \
    }

INLINE __m256i start_of(const struct product *p, int column, int flip)
{
    const __m256i bias = load_32_bytes(p->bias + column);
    return flip ? _mm256_sub_epi32(bias, load_32_bytes(p->correction + column)) : bias;
}

INLINE __m256i four_inputs(const uint8_t *x, __m256i flipped)
{
    int32_t four;
    memcpy(&four, x, 4);
    return _mm256_xor_si256(_mm256_set1_epi32(four), flipped);
}

DEFINE_BLOCK(1)
DEFINE_BLOCK(2)
DEFINE_BLOCK(3)
DEFINE_BLOCK(4)
DEFINE_BLOCK(5)

/* All rows by one tile, in blocks of 5 rows or, to share what is left evenly, fewer. */
KERNEL void all_rows(const struct product *p, const uint8_t *x, int flip, int rows, int tile, int8_t *out)
{
    for (int blocks = (rows + MOST_ROWS - 1) / MOST_ROWS; blocks > 0; blocks--) {
        const int n = (rows + blocks - 1) / blocks;
        switch (n) {
        case 5: block_5(p, x, flip, tile, out); break;
        case 4: block_4(p, x, flip, tile, out); break;
        case 3: block_3(p, x, flip, tile, out); break;
        case 2: block_2(p, x, flip, tile, out); break;
        default: block_1(p, x, flip, tile, out); break;
        }
        x += n * p->inputs;
        out += n * p->columns;
        rows -= n;
    }
}

KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        all_rows(p, (const uint8_t *)x, 1, rows, tile, out);
    }
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        all_rows(p, x, 0, rows, tile, out);
    }
}

/* The sums of a tile over 16-bit inputs, each in two halves: 4 columns in each vector. */
struct halves {
    __m256i quarter[4];
};

/* Add the products of a group of 4 inputs. */
INLINE void add_group(struct halves *sums, const int16_t *x, const int8_t *w)
{
    int64_t four;
    memcpy(&four, x, 8);
    const __m256i inputs = _mm256_set1_epi64x(four);
    for (int q = 0; q < 4; q++) {
        const __m256i weights = _mm256_cvtepi8_epi16(load_16_bytes(w + 16 * q));
        sums->quarter[q] = _mm256_add_epi32(sums->quarter[q], _mm256_madd_epi16(weights, inputs));
    }
}

/* The two halves of 8 columns added, `from` 0 or 2. */
INLINE __m256i whole(const struct halves *sums, int from)
{
    return _mm256_permute4x64_epi64(_mm256_hadd_epi32(sums->quarter[from], sums->quarter[from + 1]), 0xd8);
}

#define HAVE_PRODUCT_16

KERNEL void product_int16(const struct product *p, const int16_t *x, int rows, int8_t *out)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        for (int r = 0; r < rows; r++) {
            struct halves sums = {{_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(),
                                   _mm256_setzero_si256()}};
            __m256 values[2];
            for (int g = 0; g < groups; g++) {
                add_group(&sums, x + r * p->inputs + 4 * g, p->weight + (tile * groups + g) * 64);
            }
            for (int half = 0; half < 2; half++) {
                const int column = 16 * tile + 8 * half;
                const __m256i total = _mm256_add_epi32(whole(&sums, 2 * half), load_32_bytes(p->bias + column));
                values[half] = scaled_8(total, scales_of(p->shift + column));
            }
            put_16(out + r * p->columns + 16 * tile, int8_of(int16_of(values[0], values[1])), p->columns - 16 * tile);
        }
    }
}

#define HAVE_HEAD

/* Sums over joints of 16 channels, 16 bits each; what is read past the end meets weights of zero. */
INLINE void column_sums(const uint8_t *x, int rows, int columns, int16_t sums[16])
{
    __m256i total = _mm256_setzero_si256();
    for (int v = 0; v < rows; v++) {
        total = _mm256_add_epi16(total, _mm256_cvtepu8_epi16(load_16_bytes(x + v * columns)));
    }
    _mm256_storeu_si256((__m256i *)(void *)sums, total);
}

KERNEL void head(const struct product *p, const uint8_t *x, int rows, float *logits)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        struct halves sums = {{_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_setzero_si256(),
                               _mm256_setzero_si256()}};
        int32_t totals[16];
        int16_t joined[16];
        for (int g = 0; g < groups; g++) {
            if (g % 4 == 0) {
                column_sums(x + 4 * g, rows, p->inputs, joined);
            }
            add_group(&sums, joined + 4 * (g % 4), p->weight + (tile * groups + g) * 64);
        }
        _mm256_storeu_si256((__m256i *)(void *)totals, whole(&sums, 0));
        _mm256_storeu_si256((__m256i *)(void *)(totals + 8), whole(&sums, 2));
        for (int j = 0, k = 16 * tile; j < 16 && k < p->columns; j++, k++) {
            logits[k] = (float)(totals[j] + p->bias[k]) * power_of_two(-p->shift[k]);
        }
    }
}
#endif

/* ---- Kernel "avx2", what it does element by element ------------------------------------------------------------- */

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx2
#define HAVE_GRAPH_PRODUCT_8

/* One row whose sums, and what rounding adds to them, fit into 16 bits. */
INLINE void graph_row_16(const struct graph *g, int r, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    const int begin = g->begin[r], end = g->begin[r + 1];
    const __m128i shift = _mm_cvtsi32_si128(g->shift);
    const __m256i one = _mm256_set1_epi16(1), below_half = _mm256_set1_epi16((short)((1 << g->shift) / 2 - 1));
    for (int c = 0; c < columns; c += 16) {
        __m256i sums = _mm256_setzero_si256();
        for (int i = begin; i < end; i++) {
            const __m128i bytes = load_16_bytes(x + g->source[i] * columns + c);
            const __m256i wide = is_signed ? _mm256_cvtepi8_epi16(bytes) : _mm256_cvtepu8_epi16(bytes);
            sums = _mm256_add_epi16(sums, _mm256_mullo_epi16(wide, _mm256_set1_epi16(g->coefficient[i])));
        }
        if (g->shift > 0) { /* halves to even */
            const __m256i odd = _mm256_and_si256(_mm256_sra_epi16(sums, shift), one);
            sums = _mm256_sra_epi16(_mm256_add_epi16(sums, _mm256_add_epi16(below_half, odd)), shift);
        }
        put_16(out + c, int8_of(sums), columns - c);
    }
}

/* One row with larger sums. */
INLINE void graph_row_32(const struct graph *g, int r, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    const __m256 scale = _mm256_set1_ps(power_of_two(-g->shift));
    for (int c = 0; c < columns; c += 16) {
        __m256 values[2];
        for (int half = 0; half < 2; half++) {
            __m256i sums = _mm256_setzero_si256();
            for (int i = g->begin[r]; i < g->begin[r + 1]; i++) {
                const __m128i bytes = load_8_bytes(x + g->source[i] * columns + c + 8 * half);
                const __m256i wide = is_signed ? _mm256_cvtepi8_epi32(bytes) : _mm256_cvtepu8_epi32(bytes);
                sums = _mm256_add_epi32(sums, _mm256_mullo_epi32(wide, _mm256_set1_epi32(g->coefficient[i])));
            }
            values[half] = scaled_8(sums, scale);
        }
        put_16(out + c, int8_of(int16_of(values[0], values[1])), columns - c);
    }
}

INLINE void graph_product_8(const struct graph *g, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    for (int r = 0; r < g->rows; r++, out += columns) {
        int32_t largest = g->shift >= 0 && g->shift < 15 ? (1 << g->shift) / 2 : 32768;
        for (int i = g->begin[r]; i < g->begin[r + 1]; i++) {
            largest += (g->coefficient[i] < 0 ? -g->coefficient[i] : g->coefficient[i]) * (is_signed ? 128 : 255);
        }
        if (largest < 32768) {
            graph_row_16(g, r, x, is_signed, columns, out);
        } else {
            graph_row_32(g, r, x, is_signed, columns, out);
        }
    }
}

KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out)
{
    graph_product_8(g, (const uint8_t *)x, 1, columns, out);
}

KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out)
{
    graph_product_8(g, x, 0, columns, out);
}

#define HAVE_WINDOW

INLINE int64_t sum_of_signed(__m256i x)
{
    int32_t each[8];
    int64_t sum = 0;
    _mm256_storeu_si256((__m256i *)(void *)each, x);
    for (int i = 0; i < 8; i++) {
        sum += each[i];
    }
    return sum;
}

INLINE int64_t sum_of_unsigned(__m256i x)
{
    uint32_t each[8];
    int64_t sum = 0;
    _mm256_storeu_si256((__m256i *)(void *)each, x);
    for (int i = 0; i < 8; i++) {
        sum += each[i];
    }
    return sum;
}

KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i first = _mm256_setzero_si256();
    struct moments sums = {0, 0};
    int i = 0;
    while (i + 16 <= n) {
        __m256i second = _mm256_setzero_si256();
        for (int part = 0; part < 8 && i + 16 <= n; part++, i += 16) { /* 16 squares below 2^28 fit into 32 bits */
            __m256i value = _mm256_cvtepi8_epi16(load_16_bytes(push + i));
            if (held) {
                value = _mm256_add_epi16(value, load_32_bytes(held + i));
            }
            if (bias) {
                value = _mm256_add_epi16(value, load_32_bytes(bias + i));
            }
            _mm256_storeu_si256((__m256i *)(void *)(y + i), value);
            first = _mm256_add_epi32(first, _mm256_madd_epi16(value, ones));
            second = _mm256_add_epi32(second, _mm256_madd_epi16(value, value));
        }
        sums.squares += sum_of_unsigned(second);
    }
    sums.sum = sum_of_signed(first);
    for (; i < n; i++) {
        const int32_t value = push[i] + (held ? held[i] : 0) + (bias ? bias[i] : 0);
        y[i] = (int16_t)value;
        sums.sum += value;
        sums.squares += value * value;
    }
    return sums;
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i first = _mm256_setzero_si256(), second = first;
    int i = 0;
    for (; i + 16 <= n; i += 16) { /* squares of 2^17 elements fit into 32 bits */
        const __m256i value = _mm256_cvtepi8_epi16(load_16_bytes(x + i));
        first = _mm256_add_epi32(first, _mm256_madd_epi16(value, ones));
        second = _mm256_add_epi32(second, _mm256_madd_epi16(value, value));
    }
    struct moments sums = {sum_of_signed(first), sum_of_unsigned(second)};
    for (; i < n; i++) {
        sums.sum += x[i];
        sums.squares += x[i] * x[i];
    }
    return sums;
}

#define HAVE_ACTIVATE_NORM

/* 8 elements of 16 bits as floats. */
INLINE __m256 floats_8(const int16_t *x)
{
    return _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(load_16_bytes(x)));
}

/* N(y) * scale: the factors 2^n are gathered beforehand. */
struct norm_factors {
    __m256 mean;
    __m256 inverse;
    __m256 beta;
};

INLINE struct norm_factors factors_of(const struct norm *a, float scale)
{
    struct norm_factors made;
    made.mean = _mm256_set1_ps(a->mean);
    made.inverse = _mm256_set1_ps(a->inverse * (a->gamma_scale * scale));
    made.beta = _mm256_set1_ps(a->beta_scale * scale);
    return made;
}

INLINE __m256 norm_8(const struct norm *a, const struct norm_factors *f, __m256 y, int i)
{
    const __m256 unit = _mm256_mul_ps(_mm256_sub_ps(y, f->mean), f->inverse);
    const __m256 beta = _mm256_mul_ps(floats_8(a->beta + i), f->beta);
    return _mm256_add_ps(_mm256_mul_ps(unit, floats_8(a->gamma + i)), beta);
}

/* What is added: nothing, 8-bit integers times a factor, or another norm. */
enum rest { NO_REST, INT8_REST, UINT8_REST, NORM_REST };

struct activation {
    const struct norm *a, *b;
    struct norm_factors f, rest_f;
    __m256 rest_scale;
};

INLINE __m256 activated_8(const struct activation *o, const int16_t *y, const enum rest kind, const void *residual,
                          int i)
{
    __m256 total = _mm256_max_ps(norm_8(o->a, &o->f, floats_8(y + i), i), _mm256_setzero_ps());
    if (kind != NO_REST) {
        const __m128i bytes = load_8_bytes((const uint8_t *)residual + i);
        const __m256i wide = kind == UINT8_REST ? _mm256_cvtepu8_epi32(bytes) : _mm256_cvtepi8_epi32(bytes);
        __m256 rest = _mm256_cvtepi32_ps(wide);
        rest = kind == NORM_REST ? norm_8(o->b, &o->rest_f, rest, i) : _mm256_mul_ps(rest, o->rest_scale);
        total = _mm256_add_ps(total, rest);
    }
    return _mm256_min_ps(total, _mm256_set1_ps(255.0f));
}

INLINE void activate_8(const struct norm *a, const int16_t *y, const enum rest kind, const void *residual,
                       const struct norm *b, float residual_scale, int n, float scale, uint8_t *out)
{
    const struct activation o = {a, b, factors_of(a, scale), factors_of(b ? b : a, scale),
                                 _mm256_set1_ps(residual_scale * scale)};
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const __m256i wide = int16_of(activated_8(&o, y, kind, residual, i), activated_8(&o, y, kind, residual, i + 8));
        const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(wide), _mm256_extracti128_si256(wide, 1));
        _mm_storeu_si128((__m128i *)(void *)(out + i), bytes);
    }
    for (; i < n; i++) {
        float rest = 0.0f;
        if (kind == UINT8_REST) {
            rest = (float)((const uint8_t *)residual)[i] * residual_scale;
        } else if (kind != NO_REST) {
            const int8_t value = ((const int8_t *)residual)[i];
            rest = kind == NORM_REST ? norm_at(b, value, i) : (float)value * residual_scale;
        }
        out[i] = activated(norm_at(a, y[i], i), rest, scale);
    }
}

KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    activate_8(a, y, NO_REST, NULL, NULL, 0.0f, n, scale, out);
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    activate_8(a, y, INT8_REST, residual, NULL, residual_scale, n, scale, out);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    activate_8(a, y, UINT8_REST, residual, NULL, residual_scale, n, scale, out);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    activate_8(a, y, NORM_REST, residual, b, 0.0f, n, scale, out);
}

#define HAVE_ADVANCE_8

KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const __m256i come = _mm256_cvtepi8_epi16(load_16_bytes(push + i));
        const __m256i gone = _mm256_cvtepi8_epi16(load_16_bytes(oldest + i));
        const __m256i moved = _mm256_add_epi16(load_32_bytes(sum + i), _mm256_sub_epi16(come, gone));
        _mm256_storeu_si256((__m256i *)(void *)(sum + i), moved);
    }
    for (; i < n; i++) {
        sum[i] = (int16_t)(sum[i] + push[i] - oldest[i]);
    }
}
#endif

/* ---- Kernel "avx512vnni": x86-64 with AVX-512 and its dot product of unsigned by signed bytes -------------------- */

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx512vnni
#include <immintrin.h>

/* The first n of 16 or 32 elements. */
#define FIRST_16(n) ((__mmask16)((n) >= 16 ? 0xffff : (1 << (n)) - 1))
#define FIRST_32(n) ((__mmask32)((n) >= 32 ? 0xffffffff : (1u << (n)) - 1))

/* 2^-shift of 16 columns. */
INLINE __m512 scales_of(const int8_t *shift)
{
    const __m512i wide = _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)(const void *)shift));
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_sub_epi32(_mm512_set1_epi32(127), wide), 23));
}

/* q(float(sums) * scales, -128, 127) of 16 columns. */
INLINE __m128i rescaled_16(__m512i sums, __m512 scales)
{
    const __m512 values = _mm512_mul_ps(_mm512_cvtepi32_ps(sums), scales);
    return _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(_mm512_min_ps(values, _mm512_set1_ps(127.0f))));
}

/* 32 elements as 16-bit integers. */
INLINE __m512i wide_32(const uint8_t *x, int is_signed)
{
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)x);
    return is_signed ? _mm512_cvtepi8_epi16(bytes) : _mm512_cvtepu8_epi16(bytes);
}

#define HAVE_PRODUCT_8
#define MOST_ROWS 5

/* Blocks of 1 to 5 rows of x by 1, 2 or 4 tiles of weights. Every sum has a name of its own, because compilers leave
 * arrays of vectors in memory: sum_RT is of row R and tile T. Signed x becomes unsigned by ^ 0x80, which the start of a
 * sum makes up for. (In assembly, because gcc 12 moves the sums of the intrinsic function to and fro.)
 */
#define TILES_1(DO, r) DO(r, 0)
#define TILES_2(DO, r) DO(r, 0) DO(r, 1)
#define TILES_4(DO, r) DO(r, 0) DO(r, 1) DO(r, 2) DO(r, 3)
#define ROWS_1(DO, tiles) DO(0, tiles)
#define ROWS_2(DO, tiles) ROWS_1(DO, tiles) DO(1, tiles)
#define ROWS_3(DO, tiles) ROWS_2(DO, tiles) DO(2, tiles)
#define ROWS_4(DO, tiles) ROWS_3(DO, tiles) DO(3, tiles)
#define ROWS_5(DO, tiles) ROWS_4(DO, tiles) DO(4, tiles)

#define BEGIN(r, t) const __m512i start_##t = start_of(p, tile + t, flip);
#define START(r, t) __m512i sum_##r##t = start_##t;
#define ROW_STARTS(r, tiles) TILES_##tiles(START, r)
#define LOAD(r, t) const __m512i weights_##t = _mm512_loadu_si512(w + (size_t)t * groups * 64);
#define MULTIPLY(r, t) __asm__("vpdpbusd %2, %1, %0" : "+v"(sum_##r##t) : "v"(inputs_##r), "v"(weights_##t));
#define ROW_MULTIPLIES(r, tiles)                                            \
    const __m512i inputs_##r = four_inputs(x + r * p->inputs, flipped);     \
    TILES_##tiles(MULTIPLY, r)
#define SCALE(r, t)                                                     \
    const __m512 scales_##t = scales_of(p->shift + 16 * (tile + t));    \
    const __mmask16 mask_##t = FIRST_16(p->columns - 16 * (tile + t));
#define FINISH(r, t) \
    _mm_mask_storeu_epi8(out + r * p->columns + 16 * (tile + t), mask_##t, rescaled_16(sum_##r##t, scales_##t));
#define ROW_FINISHES(r, tiles) TILES_##tiles(FINISH, r)

#define DEFINE_BLOCK(rows, tiles)                                                                               \
    KERNEL void block_##rows##_##tiles(const struct product *p, const uint8_t *x, int flip, int tile, int8_t *out) \
    {                                                                                                           \
        const size_t groups = (size_t)(p->inputs + 3) / 4;                                                      \
        const int8_t *w = p->weight + (size_t)tile * groups * 64, *const end = w + groups * 64;                 \
        const __m512i flipped = _mm512_set1_epi8((char)(flip ? -128 : 0));                                      \
        TILES_##tiles(BEGIN, 0)                                                                                 \
        ROWS_##rows(ROW_STARTS, tiles)                                                                          \
        for (; w < end; w += 64, x += 4) {                                                                      \
            TILES_##tiles(LOAD, 0)                                                                              \
            ROWS_##rows(ROW_MULTIPLIES, tiles)                                                                  \
        }                                                                                                       \
        TILES_##tiles(SCALE, 0)                                                                                 \
        ROWS_##rows(ROW_FINISHES, tiles)                                                                        \
    }

INLINE __m512i start_of(const struct product *p, int tile, int flip)
{
    const __m512i bias = _mm512_loadu_si512(p->bias + 16 * tile);
    return flip ? _mm512_sub_epi32(bias, _mm512_loadu_si512(p->correction + 16 * tile)) : bias;
}

INLINE __m512i four_inputs(const uint8_t *x, __m512i flipped)
{
    int32_t four;
    memcpy(&four, x, 4);
    return _mm512_xor_si512(_mm512_set1_epi32(four), flipped);
}

#define DEFINE_BLOCKS(tiles) \
    DEFINE_BLOCK(1, tiles) DEFINE_BLOCK(2, tiles) DEFINE_BLOCK(3, tiles) DEFINE_BLOCK(4, tiles) DEFINE_BLOCK(5, tiles)
DEFINE_BLOCKS(1)
DEFINE_BLOCKS(2)
DEFINE_BLOCKS(4)

/* All rows by some tiles, in blocks of 5 rows or, to share what is left evenly, fewer. */
#define DEFINE_ROWS(tiles)                                                                                      \
    KERNEL void all_rows_##tiles(const struct product *p, const uint8_t *x, int flip, int rows, int tile, int8_t *out) \
    {                                                                                                           \
        for (int blocks = (rows + MOST_ROWS - 1) / MOST_ROWS; blocks > 0; blocks--) {                           \
            const int n = (rows + blocks - 1) / blocks;                                                         \
            switch (n) {                                                                                        \
            case 5: block_5_##tiles(p, x, flip, tile, out); break;                                              \
            case 4: block_4_##tiles(p, x, flip, tile, out); break;                                              \
            case 3: block_3_##tiles(p, x, flip, tile, out); break;                                              \
            case 2: block_2_##tiles(p, x, flip, tile, out); break;                                              \
            default: block_1_##tiles(p, x, flip, tile, out); break;                                             \
            }                                                                                                   \
            x += n * p->inputs;                                                                                 \
            out += n * p->columns;                                                                              \
            rows -= n;                                                                                          \
        }                                                                                                       \
    }
DEFINE_ROWS(1)
DEFINE_ROWS(2)
DEFINE_ROWS(4)

KERNEL void product_8(const struct product *p, const uint8_t *x, int flip, int rows, int8_t *out)
{
    const int tiles = (p->columns + 15) / 16;
    int tile = 0;
    for (; tile + 4 <= tiles; tile += 4) {
        all_rows_4(p, x, flip, rows, tile, out);
    }
    for (; tile + 2 <= tiles; tile += 2) {
        all_rows_2(p, x, flip, rows, tile, out);
    }
    if (tile < tiles) {
        all_rows_1(p, x, flip, rows, tile, out);
    }
}

KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    product_8(p, (const uint8_t *)x, 1, rows, out);
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    product_8(p, x, 0, rows, out);
}

#define HAVE_PRODUCT_16

/* The sums of a tile over 16-bit inputs, each in two halves: 8 columns in `low`, 8 in `high`. */
struct halves {
    __m512i low;
    __m512i high;
};

/* Add the products of a group of 4 inputs. */
INLINE void add_group(struct halves *sums, const int16_t *x, const int8_t *w)
{
    const __m256i *const weights = (const __m256i *)(const void *)w;
    int64_t four;
    memcpy(&four, x, 8);
    const __m512i inputs = _mm512_set1_epi64(four);
    sums->low = _mm512_dpwssd_epi32(sums->low, _mm512_cvtepi8_epi16(_mm256_loadu_si256(weights)), inputs);
    sums->high = _mm512_dpwssd_epi32(sums->high, _mm512_cvtepi8_epi16(_mm256_loadu_si256(weights + 1)), inputs);
}

/* The two halves of each column added. */
INLINE __m512i whole(const struct halves *sums)
{
    const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    const __m512i odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
    return _mm512_add_epi32(_mm512_permutex2var_epi32(sums->low, even, sums->high),
                            _mm512_permutex2var_epi32(sums->low, odd, sums->high));
}

KERNEL void product_int16(const struct product *p, const int16_t *x, int rows, int8_t *out)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        const __m512i bias = _mm512_loadu_si512(p->bias + 16 * tile);
        const __m512 scales = scales_of(p->shift + 16 * tile);
        const __mmask16 mask = FIRST_16(p->columns - 16 * tile);
        for (int r = 0; r < rows; r++) {
            struct halves sums = {_mm512_setzero_si512(), _mm512_setzero_si512()};
            for (int g = 0; g < groups; g++) {
                add_group(&sums, x + r * p->inputs + 4 * g, p->weight + (tile * groups + g) * 64);
            }
            const __m512i total = _mm512_add_epi32(whole(&sums), bias);
            _mm_mask_storeu_epi8(out + r * p->columns + 16 * tile, mask, rescaled_16(total, scales));
        }
    }
}

#define HAVE_HEAD

/* Sums over joints of 32 channels, 16 bits each; what is read past the end meets weights of zero. */
INLINE void column_sums(const uint8_t *x, int rows, int columns, int16_t sums[32])
{
    __m512i total = _mm512_setzero_si512();
    for (int v = 0; v < rows; v++) {
        total = _mm512_add_epi16(total, wide_32(x + v * columns, 0));
    }
    _mm512_storeu_si512(sums, total);
}

KERNEL void head(const struct product *p, const uint8_t *x, int rows, float *logits)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        struct halves sums = {_mm512_setzero_si512(), _mm512_setzero_si512()};
        int16_t joined[32];
        for (int g = 0; g < groups; g++) {
            if (g % 8 == 0) {
                column_sums(x + 4 * g, rows, p->inputs, joined);
            }
            add_group(&sums, joined + 4 * (g % 8), p->weight + (tile * groups + g) * 64);
        }
        const __m512i total = _mm512_add_epi32(whole(&sums), _mm512_loadu_si512(p->bias + 16 * tile));
        const __m512 values = _mm512_mul_ps(_mm512_cvtepi32_ps(total), scales_of(p->shift + 16 * tile));
        _mm512_mask_storeu_ps(logits + 16 * tile, FIRST_16(p->columns - 16 * tile), values);
    }
}
#endif

/* ---- Kernel "avx512vnni", what it does element by element ------------------------------------------------------- */

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx512vnni
#define HAVE_GRAPH_PRODUCT_8

/* One row whose sums, and what rounding adds to them, fit into 16 bits. */
INLINE void graph_row_16(const struct graph *g, int r, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    const int begin = g->begin[r], end = g->begin[r + 1];
    const __m128i shift = _mm_cvtsi32_si128(g->shift);
    const __m512i one = _mm512_set1_epi16(1), below_half = _mm512_set1_epi16((short)((1 << g->shift) / 2 - 1));
    for (int c = 0; c < columns; c += 32) {
        __m512i sums = _mm512_setzero_si512();
        for (int i = begin; i < end; i++) {
            const __m512i factor = _mm512_set1_epi16(g->coefficient[i]);
            const __m512i terms = _mm512_mullo_epi16(wide_32(x + g->source[i] * columns + c, is_signed), factor);
            sums = _mm512_add_epi16(sums, terms);
        }
        if (g->shift > 0) { /* halves to even */
            const __m512i odd = _mm512_and_si512(_mm512_sra_epi16(sums, shift), one);
            sums = _mm512_sra_epi16(_mm512_add_epi16(sums, _mm512_add_epi16(below_half, odd)), shift);
        }
        _mm256_mask_storeu_epi8(out + c, FIRST_32(columns - c), _mm512_cvtsepi16_epi8(sums));
    }
}

/* One row with larger sums. */
INLINE void graph_row_32(const struct graph *g, int r, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    const __m512 scale = _mm512_set1_ps(power_of_two(-g->shift));
    for (int c = 0; c < columns; c += 16) {
        __m512i sums = _mm512_setzero_si512();
        for (int i = g->begin[r]; i < g->begin[r + 1]; i++) {
            const __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(x + g->source[i] * columns + c));
            const __m512i wide = is_signed ? _mm512_cvtepi8_epi32(bytes) : _mm512_cvtepu8_epi32(bytes);
            sums = _mm512_add_epi32(sums, _mm512_mullo_epi32(wide, _mm512_set1_epi32(g->coefficient[i])));
        }
        _mm_mask_storeu_epi8(out + c, FIRST_16(columns - c), rescaled_16(sums, scale));
    }
}

INLINE void graph_product_8(const struct graph *g, const uint8_t *x, int is_signed, int columns, int8_t *out)
{
    for (int r = 0; r < g->rows; r++, out += columns) {
        int32_t largest = g->shift >= 0 && g->shift < 15 ? (1 << g->shift) / 2 : 32768;
        for (int i = g->begin[r]; i < g->begin[r + 1]; i++) {
            largest += (g->coefficient[i] < 0 ? -g->coefficient[i] : g->coefficient[i]) * (is_signed ? 128 : 255);
        }
        if (largest < 32768) {
            graph_row_16(g, r, x, is_signed, columns, out);
        } else {
            graph_row_32(g, r, x, is_signed, columns, out);
        }
    }
}

KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out)
{
    graph_product_8(g, (const uint8_t *)x, 1, columns, out);
}

KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out)
{
    graph_product_8(g, x, 0, columns, out);
}

#define HAVE_WINDOW

/* The sum of 16 unsigned 32-bit integers in 8 sums of 64 bits. */
INLINE __m512i added_64(__m512i total, __m512i x)
{
    const __m512i low = _mm512_and_si512(x, _mm512_set1_epi64(0xffffffff));
    return _mm512_add_epi64(total, _mm512_add_epi64(low, _mm512_srli_epi64(x, 32)));
}

KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    const __m512i ones = _mm512_set1_epi16(1);
    __m512i sums = _mm512_setzero_si512(), squares = sums;
    for (int begin = 0; begin < n; begin += 256) { /* 8 times two squares below 2^28 fit into 32 bits */
        __m512i part = _mm512_setzero_si512();
        for (int i = begin; i < n && i < begin + 256; i += 32) {
            const __mmask32 mask = FIRST_32(n - i);
            __m512i value = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, push + i));
            if (held) {
                value = _mm512_add_epi16(value, _mm512_maskz_loadu_epi16(mask, held + i));
            }
            if (bias) {
                value = _mm512_add_epi16(value, _mm512_maskz_loadu_epi16(mask, bias + i));
            }
            _mm512_mask_storeu_epi16(y + i, mask, value);
            sums = _mm512_dpwssd_epi32(sums, value, ones);
            part = _mm512_dpwssd_epi32(part, value, value);
        }
        squares = added_64(squares, part);
    }
    return (struct moments){_mm512_reduce_add_epi32(sums), _mm512_reduce_add_epi64(squares)};
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    const __m512i ones = _mm512_set1_epi16(1);
    __m512i sums = _mm512_setzero_si512(), squares = sums;
    for (int i = 0; i < n; i += 32) { /* squares of 2^16 elements fit into 32 bits */
        const __m512i value = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(FIRST_32(n - i), x + i));
        sums = _mm512_dpwssd_epi32(sums, value, ones);
        squares = _mm512_dpwssd_epi32(squares, value, value);
    }
    return (struct moments){_mm512_reduce_add_epi32(sums),
                            _mm512_reduce_add_epi64(added_64(_mm512_setzero_si512(), squares))};
}

#define HAVE_ACTIVATE_NORM

/* 16 elements of 16 bits as floats. */
INLINE __m512 floats_16(__mmask16 mask, const int16_t *x)
{
    return _mm512_cvtepi32_ps(_mm512_cvtepi16_epi32(_mm256_maskz_loadu_epi16(mask, x)));
}

/* N(y) * scale: the factors 2^n are gathered beforehand. */
struct norm_factors {
    __m512 mean;
    __m512 inverse;
    __m512 beta;
};

INLINE struct norm_factors factors_of(const struct norm *a, float scale)
{
    struct norm_factors made;
    made.mean = _mm512_set1_ps(a->mean);
    made.inverse = _mm512_set1_ps(a->inverse * (a->gamma_scale * scale));
    made.beta = _mm512_set1_ps(a->beta_scale * scale);
    return made;
}

INLINE __m512 norm_16(const struct norm *a, const struct norm_factors *f, __m512 y, __mmask16 mask, int i)
{
    const __m512 unit = _mm512_mul_ps(_mm512_sub_ps(y, f->mean), f->inverse);
    const __m512 beta = _mm512_mul_ps(floats_16(mask, a->beta + i), f->beta);
    return _mm512_add_ps(_mm512_mul_ps(unit, floats_16(mask, a->gamma + i)), beta);
}

/* What is added: nothing, 8-bit integers times a factor, or another norm. */
enum rest { NO_REST, INT8_REST, UINT8_REST, NORM_REST };

INLINE void activate_16(const struct norm *a, const int16_t *y, const enum rest kind, const void *residual,
                        const struct norm *b, float residual_scale, int n, float scale, uint8_t *out)
{
    const struct norm_factors f = factors_of(a, scale), rest_f = factors_of(b ? b : a, scale);
    const __m512 rest_scale = _mm512_set1_ps(residual_scale * scale);
    for (int i = 0; i < n; i += 16) {
        const __mmask16 mask = FIRST_16(n - i);
        __m512 total = _mm512_max_ps(norm_16(a, &f, floats_16(mask, y + i), mask, i), _mm512_setzero_ps());
        if (kind != NO_REST) {
            const __m128i bytes = _mm_maskz_loadu_epi8(mask, (const uint8_t *)residual + i);
            const __m512i wide = kind == UINT8_REST ? _mm512_cvtepu8_epi32(bytes) : _mm512_cvtepi8_epi32(bytes);
            __m512 rest = _mm512_cvtepi32_ps(wide);
            rest = kind == NORM_REST ? norm_16(b, &rest_f, rest, mask, i) : _mm512_mul_ps(rest, rest_scale);
            total = _mm512_add_ps(total, rest);
        }
        total = _mm512_min_ps(_mm512_max_ps(total, _mm512_setzero_ps()), _mm512_set1_ps(255.0f));
        _mm_mask_storeu_epi8(out + i, mask, _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(total)));
    }
}

KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    activate_16(a, y, NO_REST, NULL, NULL, 0.0f, n, scale, out);
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    activate_16(a, y, INT8_REST, residual, NULL, residual_scale, n, scale, out);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    activate_16(a, y, UINT8_REST, residual, NULL, residual_scale, n, scale, out);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    activate_16(a, y, NORM_REST, residual, b, 0.0f, n, scale, out);
}

#define HAVE_ADVANCE_8

KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    for (int i = 0; i < n; i += 32) {
        const __mmask32 mask = FIRST_32(n - i);
        const __m512i come = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, push + i));
        const __m512i gone = _mm512_cvtepi8_epi16(_mm256_maskz_loadu_epi8(mask, oldest + i));
        const __m512i moved = _mm512_add_epi16(_mm512_maskz_loadu_epi16(mask, sum + i), _mm512_sub_epi16(come, gone));
        _mm512_mask_storeu_epi16(sum + i, mask, moved);
    }
}
#endif

/* ---- Kernel "dsp": Cortex-M with the DSP extension (M4, M7, M33), which multiplies and adds two pairs of 16 bits - */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_dsp

/* Bytes 0 and 2 of four, or 1 and 3, as two halves of 16 bits. */
INLINE uint32_t even_bytes(uint32_t x, int is_signed)
{
    uint32_t halves;
    if (is_signed) {
        __asm("sxtb16 %0, %1" : "=r"(halves) : "r"(x));
    } else {
        __asm("uxtb16 %0, %1" : "=r"(halves) : "r"(x));
    }
    return halves;
}

INLINE uint32_t odd_bytes(uint32_t x, int is_signed)
{
    uint32_t halves;
    if (is_signed) {
        __asm("sxtb16 %0, %1, ror #8" : "=r"(halves) : "r"(x));
    } else {
        __asm("uxtb16 %0, %1, ror #8" : "=r"(halves) : "r"(x));
    }
    return halves;
}

INLINE int32_t add_products(uint32_t a, uint32_t b, int32_t sum)
{
    __asm("smlad %0, %1, %2, %0" : "+r"(sum) : "r"(a), "r"(b) : "cc");
    return sum;
}

INLINE int64_t add_squares(uint32_t a, int64_t sum)
{
    __asm("smlald %Q0, %R0, %1, %1" : "+r"(sum) : "r"(a));
    return sum;
}

INLINE uint32_t add_halves(uint32_t a, uint32_t b)
{
    __asm("sadd16 %0, %0, %1" : "+r"(a) : "r"(b) : "cc");
    return a;
}

INLINE uint32_t subtract_halves(uint32_t a, uint32_t b)
{
    __asm("ssub16 %0, %0, %1" : "+r"(a) : "r"(b) : "cc");
    return a;
}

/* The lower halves of a and b, or the upper ones, b above. */
INLINE uint32_t lower_halves(uint32_t a, uint32_t b)
{
    uint32_t both;
    __asm("pkhbt %0, %1, %2, lsl #16" : "=r"(both) : "r"(a), "r"(b));
    return both;
}

INLINE uint32_t upper_halves(uint32_t a, uint32_t b)
{
    uint32_t both;
    __asm("pkhtb %0, %1, %2, asr #16" : "=r"(both) : "r"(b), "r"(a));
    return both;
}

INLINE uint32_t word(const void *from)
{
    uint32_t value;
    memcpy(&value, from, sizeof value);
    return value;
}

INLINE void store_word(void *to, uint32_t value)
{
    memcpy(to, &value, sizeof value);
}

/* What `rescaled` adds before it shifts, less the bit that makes it even. */
INLINE int32_t below_half(int shift)
{
    return shift > 0 ? (1 << (shift - 1)) - 1 : 0;
}

/* rescaled, in six instructions where 0 < shift. */
INLINE int8_t rounded(int32_t x, int shift, int32_t half)
{
    if (shift <= 0) {
        return rescaled(x, shift);
    }
    x = (x + half + ((x >> shift) & 1)) >> shift;
    __asm("ssat %0, #8, %0" : "+r"(x) : : "cc");
    return (int8_t)x;
}

/* Two columns of two rows: all that the registers hold. */
struct block {
    int32_t a0, a1, b0, b1;
};

INLINE struct block product_block(const uint8_t *a, const uint8_t *b, int groups, const int8_t *weight,
                                  const int32_t *bias, const int is_signed)
{
    struct block sums = {bias[0], bias[1], bias[0], bias[1]};
    for (int left = groups; left > 0; left--) {
        const uint32_t w0 = word(weight), w1 = word(weight + 4), four_a = word(a), four_b = word(b);
        const uint32_t even0 = even_bytes(w0, 1), odd0 = odd_bytes(w0, 1);
        const uint32_t even1 = even_bytes(w1, 1), odd1 = odd_bytes(w1, 1);
        const uint32_t even_a = even_bytes(four_a, is_signed), odd_a = odd_bytes(four_a, is_signed);
        sums.a0 = add_products(odd_a, odd0, add_products(even_a, even0, sums.a0));
        sums.a1 = add_products(odd_a, odd1, add_products(even_a, even1, sums.a1));
        const uint32_t even_b = even_bytes(four_b, is_signed), odd_b = odd_bytes(four_b, is_signed);
        sums.b0 = add_products(odd_b, odd0, add_products(even_b, even0, sums.b0));
        sums.b1 = add_products(odd_b, odd1, add_products(even_b, even1, sums.b1));
        a += 4, b += 4, weight += 64;
    }
    return sums;
}

INLINE void product_dsp(const struct product *p, const uint8_t *x, int rows, const int is_signed, int8_t *out)
{
    const int groups = (p->inputs + 3) / 4, columns = p->columns, inputs = p->inputs;
    for (int column = 0; column < columns; column += 2) {
        const int8_t *weight = p->weight + (column / 16 * groups * 16 + column % 16) * 4;
        const int shift0 = p->shift[column], shift1 = p->shift[column + 1], two = column + 1 < columns;
        const int32_t half0 = below_half(shift0), half1 = below_half(shift1);
        const uint8_t *a = x;
        int8_t *to = out + column;
        for (int left = rows; left > 0; left -= 2, a += 2 * inputs, to += 2 * columns) {
            const uint8_t *b = left > 1 ? a + inputs : a; /* a last row alone is computed twice */
            const struct block sums = product_block(a, b, groups, weight, p->bias + column, is_signed);
            to[0] = rounded(sums.a0, shift0, half0);
            if (two) {
                to[1] = rounded(sums.a1, shift1, half1);
            }
            if (left > 1) {
                to[columns] = rounded(sums.b0, shift0, half0);
                if (two) {
                    to[columns + 1] = rounded(sums.b1, shift1, half1);
                }
            }
        }
    }
}

#define HAVE_PRODUCT_8
KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    product_dsp(p, (const uint8_t *)x, rows, 1, out);
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    product_dsp(p, x, rows, 0, out);
}

/* Row r of the graph product: four columns at a time, and the last ones with what lies behind them. */
INLINE void graph_product_dsp(const struct graph *g, const uint8_t *x, int columns, const int is_signed, int8_t *out)
{
    const int shift = g->shift;
    const int32_t half = below_half(shift);
    for (int row = 0; row < g->rows; row++) {
        const int begin = g->begin[row], end = g->begin[row + 1];
        if (begin == end) {
            memset(out, 0, (size_t)columns);
            out += columns;
            continue;
        }
        for (int column = 0; column < columns; column += 4, out += 4) {
            int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (int i = begin; i < end; i++) {
                const uint32_t four = word(x + g->source[i] * columns + column);
                const uint32_t even = even_bytes(four, is_signed), odd = odd_bytes(four, is_signed);
                const int coefficient = g->coefficient[i];
                s0 += (int16_t)even * coefficient;
                s1 += (int16_t)odd * coefficient;
                s2 += ((int32_t)even >> 16) * coefficient;
                s3 += ((int32_t)odd >> 16) * coefficient;
            }
            const int left = columns - column;
            out[0] = rounded(s0, shift, half);
            if (left > 1) {
                out[1] = rounded(s1, shift, half);
            }
            if (left > 2) {
                out[2] = rounded(s2, shift, half);
            }
            if (left > 3) {
                out[3] = rounded(s3, shift, half);
            }
        }
        out += columns % 4 == 0 ? 0 : columns % 4 - 4;
    }
}

#define HAVE_GRAPH_PRODUCT_8
KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out)
{
    graph_product_dsp(g, (const uint8_t *)x, columns, 1, out);
}

KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out)
{
    graph_product_dsp(g, x, columns, 0, out);
}
#endif

/* ---- Kernel "dsp", what it does element by element --------------------------------------------------------------- */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_dsp

/* Four bytes as two pairs of 16 bits, in their order. */
INLINE void four_signed(const int8_t *from, uint32_t *first, uint32_t *second)
{
    const uint32_t four = word(from), even = even_bytes(four, 1), odd = odd_bytes(four, 1);
    *first = lower_halves(even, odd);
    *second = upper_halves(even, odd);
}

INLINE struct moments window_dsp(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    struct moments m = {0, 0};
    int32_t sum = 0; /* n < 2^17 */
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        uint32_t first, second;
        four_signed(push + i, &first, &second);
        if (held) {
            first = add_halves(first, word(held + i));
            second = add_halves(second, word(held + i + 2));
        }
        if (bias) {
            first = add_halves(first, word(bias + i));
            second = add_halves(second, word(bias + i + 2));
        }
        store_word(y + i, first);
        store_word(y + i + 2, second);
        sum = add_products(first, 0x00010001, add_products(second, 0x00010001, sum));
        m.squares = add_squares(first, add_squares(second, m.squares));
    }
    for (int left = n & 3; left > 0; left--, i++) {
        y[i] = (int16_t)(push[i] + (held ? held[i] : 0) + (bias ? bias[i] : 0));
        sum += y[i];
        m.squares += y[i] * y[i];
    }
    m.sum = sum;
    return m;
}

#define HAVE_WINDOW
KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    if (held && bias) {
        return window_dsp(push, held, bias, n, y);
    }
    return window_dsp(push, held, bias, n, y);
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    struct moments m = {0, 0};
    int32_t sum = 0, squares = 0; /* n < 2^17 */
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        const uint32_t four = word(x + i), even = even_bytes(four, 1), odd = odd_bytes(four, 1);
        sum = add_products(even, 0x00010001, add_products(odd, 0x00010001, sum));
        squares = add_products(even, even, add_products(odd, odd, squares));
    }
    for (int left = n & 3; left > 0; left--, i++) {
        sum += x[i];
        squares += x[i] * x[i];
    }
    m.sum = sum;
    m.squares = squares;
    return m;
}

#define HAVE_ADVANCE_8
KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    int i = 0;
    for (; i + 4 <= n; i += 4) {
        uint32_t in0, in1, out0, out1;
        four_signed(push + i, &in0, &in1);
        four_signed(oldest + i, &out0, &out1);
        store_word(sum + i, add_halves(word(sum + i), subtract_halves(in0, out0)));
        store_word(sum + i + 2, add_halves(word(sum + i + 2), subtract_halves(in1, out1)));
    }
    for (int left = n & 3; left > 0; left--, i++) {
        sum[i] = (int16_t)(sum[i] + push[i] - oldest[i]);
    }
}

#if __ARM_FP & 4 /* single precision: an M4 without it takes portable.c's through software */
/* q(x, 0, 255): the conversion rounds halves to even and saturates. */
INLINE uint8_t quantised_uint8(float x)
{
    float integer;
    int32_t bits;
    __asm("vcvtr.s32.f32 %0, %1" : "=t"(integer) : "t"(x));
    memcpy(&bits, &integer, sizeof bits);
    __asm("usat %0, #8, %0" : "+r"(bits) : : "cc");
    return (uint8_t)bits;
}

/* max(x, 0), through the integer registers, where it takes no flags. */
INLINE float positive(float x)
{
    int32_t bits;
    memcpy(&bits, &x, sizeof bits);
    bits &= ~(bits >> 31);
    memcpy(&x, &bits, sizeof bits);
    return x;
}

/* N(y)[i] * scale, with the powers of two moved into the two factors. */
INLINE float norm_dsp(const struct norm *a, float gamma_scale, float beta_scale, float y, int i)
{
    return ((y - a->mean) * a->inverse) * (float)a->gamma[i] * gamma_scale + (float)a->beta[i] * beta_scale;
}

#define HAVE_ACTIVATE_NORM
KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    const struct norm by_value = *a;
    const float gamma_scale = a->gamma_scale * scale, beta_scale = a->beta_scale * scale;
    for (int i = 0; i < n; i++) {
        out[i] = quantised_uint8(norm_dsp(&by_value, gamma_scale, beta_scale, y[i], i));
    }
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    const struct norm by_value = *a;
    const float gamma_scale = a->gamma_scale * scale, beta_scale = a->beta_scale * scale;
    residual_scale *= scale;
    for (int i = 0; i < n; i++)
        out[i] = quantised_uint8(positive(norm_dsp(&by_value, gamma_scale, beta_scale, y[i], i)) +
                                 (float)residual[i] * residual_scale);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    const struct norm by_value = *a;
    const float gamma_scale = a->gamma_scale * scale, beta_scale = a->beta_scale * scale;
    residual_scale *= scale;
    for (int i = 0; i < n; i++)
        out[i] = quantised_uint8(positive(norm_dsp(&by_value, gamma_scale, beta_scale, y[i], i)) +
                                 (float)residual[i] * residual_scale);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    const struct norm by_value = *a, other = *b;
    const float gamma_scale = a->gamma_scale * scale, beta_scale = a->beta_scale * scale;
    const float gamma_b = b->gamma_scale * scale, beta_b = b->beta_scale * scale;
    for (int i = 0; i < n; i++)
        out[i] = quantised_uint8(positive(norm_dsp(&by_value, gamma_scale, beta_scale, y[i], i)) +
                                 norm_dsp(&other, gamma_b, beta_b, residual[i], i));
}
#endif
#endif

/* ---- Kernel "helium": Cortex-M with the vector extension of Armv8.1-M, floats included (M55, M85) ---------------- */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_helium
#include <arm_mve.h>

#if !(__ARM_FEATURE_MVE & 2)
#error "the Helium kernel needs the float vectors of MVE: use the dsp kernel"
#endif

/* out[i] = q(x[i] * factor, low, high) of the first n of four. */
INLINE void store_rounded(float32x4_t x, int low, int high, int n, uint8_t *out)
{
    int32x4_t integers = vcvtnq_s32_f32(x); /* halves to even, saturates */
    integers = vminq_s32(vmaxq_s32(integers, vdupq_n_s32(low)), vdupq_n_s32(high));
    vstrbq_p_u32(out, vreinterpretq_u32_s32(integers), vctp32q((uint32_t)n));
}

INLINE int8x16_t signed_bytes(const uint8_t *x, const int is_signed)
{
    const uint8x16_t bytes = vldrbq_u8(x);
    return vreinterpretq_s8_u8(is_signed ? bytes : veorq_u8(bytes, vdupq_n_u8(0x80)));
}

INLINE int8x16_t four_words(const int8_t *from, uint32x4_t offsets, mve_pred16_t there)
{
    const int32_t *const words = (const int32_t *)(const void *)from;
    return vreinterpretq_s8_s32(vldrwq_gather_offset_z_s32(words, offsets, there));
}

/* Two columns of up to three rows. Of a column, 16 inputs are four words 64 bytes apart. */
INLINE void column_sums(const uint8_t *x, int inputs, const int8_t *weight, const int rows, const int is_signed,
                        int32_t *sums)
{
    const uint32x4_t stride = vmulq_n_u32(vidupq_n_u32(0, 1), 64);
    int32_t a0 = sums[0], a1 = sums[1], b0 = 0, b1 = 0, c0 = 0, c1 = 0;
    if (rows > 1) {
        b0 = sums[16], b1 = sums[17];
    }
    if (rows > 2) {
        c0 = sums[32], c1 = sums[33];
    }
    for (int left = (inputs + 3) / 4; left > 0; left -= 4, x += 16, weight += 256) {
        const mve_pred16_t there = vctp32q((uint32_t)left);
        const int8x16_t w0 = four_words(weight, stride, there), w1 = four_words(weight + 4, stride, there);
        const int8x16_t xa = signed_bytes(x, is_signed);
        a0 = vmladavaq_s8(a0, xa, w0);
        a1 = vmladavaq_s8(a1, xa, w1);
        if (rows > 1) {
            const int8x16_t xb = signed_bytes(x + inputs, is_signed);
            b0 = vmladavaq_s8(b0, xb, w0);
            b1 = vmladavaq_s8(b1, xb, w1);
        }
        if (rows > 2) {
            const int8x16_t xc = signed_bytes(x + 2 * inputs, is_signed);
            c0 = vmladavaq_s8(c0, xc, w0);
            c1 = vmladavaq_s8(c1, xc, w1);
        }
    }
    sums[0] = a0, sums[1] = a1;
    if (rows > 1) {
        sums[16] = b0, sums[17] = b1;
    }
    if (rows > 2) {
        sums[32] = c0, sums[33] = c1;
    }
}

/* Some rows of all columns. */
INLINE void product_rows(const struct product *p, const uint8_t *x, const int rows, const int is_signed, int8_t *out)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; tile < p->columns; tile += 16) {
        const int columns = p->columns - tile < 16 ? p->columns - tile : 16;
        const int8_t *weight = p->weight + tile * groups * 4;
        int32_t sums[3 * 16];
        for (int j = 0; j < 16; j += 4) {
            int32x4_t start = vldrwq_s32(p->bias + tile + j);
            if (!is_signed) {
                start = vaddq_s32(start, vldrwq_s32(p->correction + tile + j));
            }
            for (int r = 0; r < rows; r++) {
                vstrwq_s32(sums + 16 * r + j, start);
            }
        }
        for (int j = 0; j < columns; j += 2) {
            column_sums(x, p->inputs, weight + 4 * j, rows, is_signed, sums + j);
        }
        for (int j = 0; j < columns; j += 4) {
            const int32x4_t exponents = vsubq_s32(vdupq_n_s32(127), vldrbq_s32(p->shift + tile + j));
            const float32x4_t factor = vreinterpretq_f32_s32(vshlq_n_s32(exponents, 23));
            for (int r = 0; r < rows; r++) {
                const float32x4_t scaled = vmulq_f32(vcvtq_f32_s32(vldrwq_s32(sums + 16 * r + j)), factor);
                store_rounded(scaled, -128, 127, columns - j, (uint8_t *)out + r * p->columns + tile + j);
            }
        }
    }
}

INLINE void product_helium(const struct product *p, const uint8_t *x, int rows, const int is_signed, int8_t *out)
{
    for (; rows >= 3; rows -= 3, x += 3 * p->inputs, out += 3 * p->columns) {
        product_rows(p, x, 3, is_signed, out);
    }
    if (rows == 2) {
        product_rows(p, x, 2, is_signed, out);
    } else if (rows == 1) {
        product_rows(p, x, 1, is_signed, out);
    }
}

#define HAVE_PRODUCT_8
KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    product_helium(p, (const uint8_t *)x, rows, 1, out);
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    product_helium(p, x, rows, 0, out);
}

INLINE void graph_product_helium(const struct graph *g, const uint8_t *x, int columns, const int is_signed, int8_t *out)
{
    const float factor = power_of_two(-g->shift);
    for (int row = 0; row < g->rows; row++, out += columns) {
        for (int column = 0; column < columns; column += 4) {
            int32x4_t sums = vdupq_n_s32(0);
            for (int i = g->begin[row]; i < g->begin[row + 1]; i++) {
                const uint8_t *from = x + g->source[i] * columns + column;
                const int32x4_t four =
                    is_signed ? vldrbq_s32((const int8_t *)from) : vreinterpretq_s32_u32(vldrbq_u32(from));
                sums = vmlaq_n_s32(sums, four, g->coefficient[i]);
            }
            const float32x4_t scaled = vmulq_n_f32(vcvtq_f32_s32(sums), factor);
            store_rounded(scaled, -128, 127, columns - column, (uint8_t *)out + column);
        }
    }
}

#define HAVE_GRAPH_PRODUCT_8
KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out)
{
    graph_product_helium(g, (const uint8_t *)x, columns, 1, out);
}

KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out)
{
    graph_product_helium(g, x, columns, 0, out);
}

#define HAVE_WINDOW
KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    struct moments m = {0, 0};
    int32_t sum = 0; /* n < 2^17 */
    for (int i = 0; i < n; i += 8) {
        const mve_pred16_t there = vctp16q((uint32_t)(n - i));
        int16x8_t eight = vldrbq_z_s16(push + i, there);
        if (held) {
            eight = vaddq_s16(eight, vldrhq_z_s16(held + i, there));
        }
        if (bias) {
            eight = vaddq_s16(eight, vldrhq_z_s16(bias + i, there));
        }
        vstrhq_p_s16(y + i, eight, there);
        sum = vaddvaq_s16(sum, eight);
        m.squares = vmlaldavaq_s16(m.squares, eight, eight);
    }
    m.sum = sum;
    return m;
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    int32_t sum = 0, squares = 0; /* n < 2^17 */
    for (int i = 0; i < n; i += 16) {
        const int8x16_t sixteen = vldrbq_z_s8(x + i, vctp8q((uint32_t)(n - i)));
        sum = vaddvaq_s8(sum, sixteen);
        squares = vmladavaq_s8(squares, sixteen, sixteen);
    }
    const struct moments m = {sum, squares};
    return m;
}

#define HAVE_ADVANCE_8
KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    for (int i = 0; i < n; i += 8) {
        const mve_pred16_t there = vctp16q((uint32_t)(n - i));
        const int16x8_t moved = vsubq_s16(vldrbq_z_s16(push + i, there), vldrbq_z_s16(oldest + i, there));
        vstrhq_p_s16(sum + i, vaddq_s16(vldrhq_z_s16(sum + i, there), moved), there);
    }
}

/* N(y) of four elements. */
INLINE float32x4_t norm_four(const struct norm *a, int32x4_t y, int i, mve_pred16_t there)
{
    const float32x4_t gamma = vmulq_n_f32(vcvtq_f32_s32(vldrhq_z_s32(a->gamma + i, there)), a->gamma_scale);
    const float32x4_t beta = vmulq_n_f32(vcvtq_f32_s32(vldrhq_z_s32(a->beta + i, there)), a->beta_scale);
    const float32x4_t unit = vmulq_n_f32(vsubq_n_f32(vcvtq_f32_s32(y), a->mean), a->inverse);
    return vaddq_f32(vmulq_f32(unit, gamma), beta);
}

enum residual { NONE, SIGNED, UNSIGNED, NORMED };

INLINE void activate_helium(const struct norm *a, const int16_t *y, const struct norm *b, const enum residual kind,
                            const void *residual, float residual_scale, int n, float scale, uint8_t *out)
{
    const struct norm first = *a, second = *b;
    for (int i = 0; i < n; i += 4) {
        const mve_pred16_t there = vctp32q((uint32_t)(n - i));
        float32x4_t total = norm_four(&first, vldrhq_z_s32(y + i, there), i, there);
        total = vmaxnmq_f32(total, vdupq_n_f32(0.0f));
        if (kind == SIGNED || kind == UNSIGNED) {
            const int32x4_t rest = kind == SIGNED
                                       ? vldrbq_z_s32((const int8_t *)residual + i, there)
                                       : vreinterpretq_s32_u32(vldrbq_z_u32((const uint8_t *)residual + i, there));
            total = vaddq_f32(total, vmulq_n_f32(vcvtq_f32_s32(rest), residual_scale));
        }
        if (kind == NORMED) {
            total = vaddq_f32(total, norm_four(&second, vldrbq_z_s32((const int8_t *)residual + i, there), i, there));
        }
        store_rounded(vmulq_n_f32(total, scale), 0, 255, n - i, out + i);
    }
}

#define HAVE_ACTIVATE_NORM
KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    activate_helium(a, y, a, NONE, NULL, 0.0f, n, scale, out);
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    activate_helium(a, y, a, SIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    activate_helium(a, y, a, UNSIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    activate_helium(a, y, b, NORMED, residual, 0.0f, n, scale, out);
}
#endif

/* ---- Kernels "neon" and "neon-dot": aarch64 without and with the dot product of bytes (Armv8.2) ------------------ */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon || RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon_dot
#include <arm_neon.h>

#if !defined(__aarch64__)
#error "the NEON kernels are for aarch64: 32-bit NEON cannot round halves to even"
#endif

/* Four integers times 2^-shift, rounded (halves to even). */
INLINE int32x4_t rounded(int32x4_t x, float32x4_t factor)
{
    return vcvtnq_s32_f32(vmulq_f32(vcvtq_f32_s32(x), factor));
}

INLINE int8x16_t narrowed(const int32x4_t x[4])
{
    const int16x8_t low = vqmovn_high_s32(vqmovn_s32(x[0]), x[1]), high = vqmovn_high_s32(vqmovn_s32(x[2]), x[3]);
    return vqmovn_high_s16(vqmovn_s16(low), high);
}

INLINE void store(int8_t *to, int8x16_t x, int n)
{
    if (n >= 16) {
        vst1q_s8(to, x);
    } else {
        int8_t all[16];
        vst1q_s8(all, x);
        memcpy(to, all, (size_t)n);
    }
}

/* 2^-shift of 16 columns. */
INLINE void factors(const int8_t *shift, float32x4_t factor[4])
{
    for (int j = 0; j < 4; j++) {
        const int8_t *four = shift + 4 * j;
        const int32x4_t shifts = {four[0], four[1], four[2], four[3]};
        factor[j] = vreinterpretq_f32_s32(vshlq_n_s32(vsubq_s32(vdupq_n_s32(127), shifts), 23));
    }
}

/* 16 bytes of x as signed ones. */
INLINE int8x16_t signed_bytes(const uint8_t *x, int is_signed)
{
    const uint8x16_t bytes = vld1q_u8(x);
    return vreinterpretq_s8_u8(is_signed ? bytes : veorq_u8(bytes, vdupq_n_u8(0x80)));
}

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon_dot
enum { ROWS_AT_ONCE = 4 };

/* A tile of 16 columns of up to four rows. */
INLINE void tile_sums(const uint8_t *x, int inputs, const int8_t *weight, const int rows, const int is_signed,
                      int32x4_t sums[4][4])
{
    int left = (inputs + 3) / 4;
    for (; left >= 4; left -= 4, x += 16, weight += 256) {
        int8x16_t four[4];
        for (int r = 0; r < rows; r++) {
            four[r] = signed_bytes(x + r * inputs, is_signed);
        }
#define GROUP(g)                                                                                        \
    for (int j = 0; j < 4; j++) {                                                                       \
        const int8x16_t w = vld1q_s8(weight + 64 * g + 16 * j);                                         \
        for (int r = 0; r < rows; r++) sums[r][j] = vdotq_laneq_s32(sums[r][j], w, four[r], g);         \
    }
        GROUP(0)
        GROUP(1)
        GROUP(2)
        GROUP(3)
#undef GROUP
    }
    for (; left > 0; left--, x += 4, weight += 64) {
        int8x16_t one[4];
        for (int r = 0; r < rows; r++) {
            one[r] = signed_bytes(x + r * inputs, is_signed);
        }
        for (int j = 0; j < 4; j++) {
            const int8x16_t w = vld1q_s8(weight + 16 * j);
            for (int r = 0; r < rows; r++) {
                sums[r][j] = vdotq_laneq_s32(sums[r][j], w, one[r], 0);
            }
        }
    }
}
#else
enum { ROWS_AT_ONCE = 2 };

/* 4 inputs of x, for 4 columns each. */
INLINE int8x16_t repeated(int8x16_t x, const int group)
{
    const int32x4_t words = vreinterpretq_s32_s8(x);
    return vreinterpretq_s8_s32(group == 0   ? vdupq_laneq_s32(words, 0)
                                : group == 1 ? vdupq_laneq_s32(words, 1)
                                : group == 2 ? vdupq_laneq_s32(words, 2)
                                             : vdupq_laneq_s32(words, 3));
}

INLINE int16x8_t add_low(int16x8_t sums, int8x16_t a, int8x16_t b)
{
    return vmlal_s8(sums, vget_low_s8(a), vget_low_s8(b));
}

/* As many as four products below 63 * 128 fit into 16 bits. Even and odd pairs of inputs are summed apart, for half a
 * tile at a time, to stay in the registers. */
INLINE void tile_sums(const uint8_t *x, int inputs, const int8_t *weight, const int rows, const int is_signed,
                      int32x4_t sums[2][4])
{
    const int groups = (inputs + 3) / 4;
    for (int half = 0; half < 2; half++) {
        int32x4_t pairs[2][4];
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < 4; j++) {
                pairs[r][j] = vdupq_n_s32(0);
            }
        }
        const uint8_t *at = x;
        const int8_t *w = weight + 32 * half;
        int left = groups;
        for (; left >= 4; left -= 4, at += 16, w += 256) {
            int8x16_t four[2];
            for (int r = 0; r < rows; r++) {
                four[r] = signed_bytes(at + r * inputs, is_signed);
            }
            for (int j = 0; j < 2; j++) {
                const int8x16_t w0 = vld1q_s8(w + 16 * j), w1 = vld1q_s8(w + 64 + 16 * j);
                const int8x16_t w2 = vld1q_s8(w + 128 + 16 * j), w3 = vld1q_s8(w + 192 + 16 * j);
                for (int r = 0; r < rows; r++) {
                    const int8x16_t x0 = repeated(four[r], 0), x1 = repeated(four[r], 1);
                    const int8x16_t x2 = repeated(four[r], 2), x3 = repeated(four[r], 3);
                    int16x8_t low = vmull_s8(vget_low_s8(w0), vget_low_s8(x0)), high = vmull_high_s8(w0, x0);
                    low = add_low(add_low(add_low(low, w1, x1), w2, x2), w3, x3);
                    high = vmlal_high_s8(vmlal_high_s8(vmlal_high_s8(high, w1, x1), w2, x2), w3, x3);
                    pairs[r][2 * j] = vpadalq_s16(pairs[r][2 * j], low);
                    pairs[r][2 * j + 1] = vpadalq_s16(pairs[r][2 * j + 1], high);
                }
            }
        }
        for (; left > 0; left--, at += 4, w += 64) {
            for (int r = 0; r < rows; r++) {
                const int8x16_t one = repeated(signed_bytes(at + r * inputs, is_signed), 0);
                for (int j = 0; j < 2; j++) {
                    const int8x16_t w0 = vld1q_s8(w + 16 * j);
                    pairs[r][2 * j] = vpadalq_s16(pairs[r][2 * j], vmull_s8(vget_low_s8(w0), vget_low_s8(one)));
                    pairs[r][2 * j + 1] = vpadalq_s16(pairs[r][2 * j + 1], vmull_high_s8(w0, one));
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < 2; j++) {
                const int32x4_t sum = vpaddq_s32(pairs[r][2 * j], pairs[r][2 * j + 1]);
                sums[r][2 * half + j] = vaddq_s32(sums[r][2 * half + j], sum);
            }
        }
    }
}
#endif

/* Some rows of all columns. */
INLINE void product_rows(const struct product *p, const uint8_t *x, const int rows, const int is_signed, int8_t *out)
{
    const int groups = (p->inputs + 3) / 4;
    for (int column = 0; column < p->columns; column += 16) {
        int32x4_t sums[ROWS_AT_ONCE][4];
        for (int j = 0; j < 4; j++) {
            int32x4_t start = vld1q_s32(p->bias + column + 4 * j);
            if (!is_signed) {
                start = vaddq_s32(start, vld1q_s32(p->correction + column + 4 * j));
            }
            for (int r = 0; r < rows; r++) {
                sums[r][j] = start;
            }
        }
        tile_sums(x, p->inputs, p->weight + column * groups * 4, rows, is_signed, sums);
        float32x4_t factor[4];
        factors(p->shift + column, factor);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < 4; j++) {
                sums[r][j] = rounded(sums[r][j], factor[j]);
            }
            store(out + r * p->columns + column, narrowed(sums[r]), p->columns - column);
        }
    }
}

INLINE void product_neon(const struct product *p, const uint8_t *x, int rows, const int is_signed, int8_t *out)
{
    for (; rows >= ROWS_AT_ONCE; rows -= ROWS_AT_ONCE, x += ROWS_AT_ONCE * p->inputs, out += ROWS_AT_ONCE * p->columns) {
        product_rows(p, x, ROWS_AT_ONCE, is_signed, out);
    }
    for (; rows > 0; rows--, x += p->inputs, out += p->columns) {
        product_rows(p, x, 1, is_signed, out);
    }
}

#define HAVE_PRODUCT_8
KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    product_neon(p, (const uint8_t *)x, rows, 1, out);
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    product_neon(p, x, rows, 0, out);
}

INLINE void graph_product_neon(const struct graph *g, const uint8_t *x, int columns, const int is_signed, int8_t *out)
{
    const float32x4_t factor = vdupq_n_f32(power_of_two(-g->shift));
    for (int row = 0; row < g->rows; row++, out += columns) {
        for (int column = 0; column < columns; column += 16) {
            int32x4_t sums[4];
            for (int j = 0; j < 4; j++) {
                sums[j] = vdupq_n_s32(0);
            }
            for (int i = g->begin[row]; i < g->begin[row + 1]; i++) {
                const uint8x16_t bytes = vld1q_u8(x + g->source[i] * columns + column);
                const int8x16_t s = vreinterpretq_s8_u8(bytes);
                int16x8_t low = vmovl_s8(vget_low_s8(s)), high = vmovl_high_s8(s);
                if (!is_signed) {
                    low = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(bytes)));
                    high = vreinterpretq_s16_u16(vmovl_high_u8(bytes));
                }
                const int16_t coefficient = g->coefficient[i];
                sums[0] = vmlal_n_s16(sums[0], vget_low_s16(low), coefficient);
                sums[1] = vmlal_high_n_s16(sums[1], low, coefficient);
                sums[2] = vmlal_n_s16(sums[2], vget_low_s16(high), coefficient);
                sums[3] = vmlal_high_n_s16(sums[3], high, coefficient);
            }
            for (int j = 0; j < 4; j++) {
                sums[j] = rounded(sums[j], factor);
            }
            store(out + column, narrowed(sums), columns - column);
        }
    }
}

#define HAVE_GRAPH_PRODUCT_8
KERNEL void graph_product_int8(const struct graph *g, const int8_t *x, int columns, int8_t *out)
{
    graph_product_neon(g, (const uint8_t *)x, columns, 1, out);
}

KERNEL void graph_product_uint8(const struct graph *g, const uint8_t *x, int columns, int8_t *out)
{
    graph_product_neon(g, x, columns, 0, out);
}
#endif

/* ---- Kernels "neon" and "neon-dot", what they do element by element ---------------------------------------------- */
#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon || RTSTGCN_KERNEL_ID == RTSTGCN_ID_neon_dot

/* Sums of 16 bits and of their squares, 16 elements at a time: four squares below 2^28 fit into 32 bits. */
INLINE void add_moments(int16x8_t a, int16x8_t b, int32x4_t *sum, int64x2_t *squares)
{
    *sum = vpadalq_s16(vpadalq_s16(*sum, a), b);
    int32x4_t four = vmull_s16(vget_low_s16(a), vget_low_s16(a));
    four = vmlal_high_s16(four, a, a);
    four = vmlal_s16(four, vget_low_s16(b), vget_low_s16(b));
    four = vmlal_high_s16(four, b, b);
    *squares = vpadalq_s32(*squares, four);
}

#define HAVE_WINDOW
KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    int32x4_t sum = vdupq_n_s32(0);
    int64x2_t squares = vdupq_n_s64(0);
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const int8x16_t bytes = vld1q_s8(push + i);
        int16x8_t a = vmovl_s8(vget_low_s8(bytes)), b = vmovl_high_s8(bytes);
        if (held) {
            a = vaddq_s16(a, vld1q_s16(held + i));
            b = vaddq_s16(b, vld1q_s16(held + i + 8));
        }
        if (bias) {
            a = vaddq_s16(a, vld1q_s16(bias + i));
            b = vaddq_s16(b, vld1q_s16(bias + i + 8));
        }
        vst1q_s16(y + i, a);
        vst1q_s16(y + i + 8, b);
        add_moments(a, b, &sum, &squares);
    }
    struct moments m = {vaddlvq_s32(sum), vaddvq_s64(squares)};
    for (; i < n; i++) {
        y[i] = (int16_t)(push[i] + (held ? held[i] : 0) + (bias ? bias[i] : 0));
        m.sum += y[i];
        m.squares += y[i] * y[i];
    }
    return m;
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    int32x4_t sum = vdupq_n_s32(0);
    int64x2_t squares = vdupq_n_s64(0);
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const int8x16_t bytes = vld1q_s8(x + i);
        add_moments(vmovl_s8(vget_low_s8(bytes)), vmovl_high_s8(bytes), &sum, &squares);
    }
    struct moments m = {vaddlvq_s32(sum), vaddvq_s64(squares)};
    for (; i < n; i++) {
        m.sum += x[i];
        m.squares += x[i] * x[i];
    }
    return m;
}

#define HAVE_ADVANCE_8
KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    int i = 0;
    for (; i + 16 <= n; i += 16) {
        const int8x16_t in = vld1q_s8(push + i), old = vld1q_s8(oldest + i);
        vst1q_s16(sum + i, vaddq_s16(vld1q_s16(sum + i), vsubl_s8(vget_low_s8(in), vget_low_s8(old))));
        vst1q_s16(sum + i + 8, vaddq_s16(vld1q_s16(sum + i + 8), vsubl_high_s8(in, old)));
    }
    for (; i < n; i++) {
        sum[i] = (int16_t)(sum[i] + push[i] - oldest[i]);
    }
}

INLINE void floats(int16x8_t x, float32x4_t made[2])
{
    made[0] = vcvtq_f32_s32(vmovl_s16(vget_low_s16(x)));
    made[1] = vcvtq_f32_s32(vmovl_high_s16(x));
}

/* N(y) of eight elements. */
INLINE void norm_eight(const struct norm *a, const float32x4_t y[2], int i, float32x4_t made[2])
{
    float32x4_t gamma[2], beta[2];
    floats(vld1q_s16(a->gamma + i), gamma);
    floats(vld1q_s16(a->beta + i), beta);
    for (int k = 0; k < 2; k++) {
        const float32x4_t unit = vmulq_n_f32(vsubq_f32(y[k], vdupq_n_f32(a->mean)), a->inverse);
        const float32x4_t scaled = vmulq_f32(unit, vmulq_n_f32(gamma[k], a->gamma_scale));
        made[k] = vaddq_f32(scaled, vmulq_n_f32(beta[k], a->beta_scale));
    }
}

enum residual { NONE, SIGNED, UNSIGNED, NORMED };

INLINE void activate_neon(const struct norm *a, const int16_t *y, const struct norm *b, const enum residual kind,
                          const void *residual, float residual_scale, int n, float scale, uint8_t *out)
{
    const struct norm first = *a, second = *b;
    int i = 0;
    for (; i + 8 <= n; i += 8) {
        float32x4_t values[2], total[2], rest[2];
        floats(vld1q_s16(y + i), values);
        norm_eight(&first, values, i, total);
        if (kind == UNSIGNED) {
            floats(vreinterpretq_s16_u16(vmovl_u8(vld1_u8((const uint8_t *)residual + i))), rest);
        } else if (kind != NONE) {
            floats(vmovl_s8(vld1_s8((const int8_t *)residual + i)), rest);
        }
        if (kind == NORMED) {
            norm_eight(&second, rest, i, rest);
        }
        int32x4_t integers[2];
        for (int k = 0; k < 2; k++) {
            total[k] = vmaxq_f32(total[k], vdupq_n_f32(0.0f));
            if (kind == SIGNED || kind == UNSIGNED) {
                rest[k] = vmulq_n_f32(rest[k], residual_scale);
            }
            if (kind != NONE) {
                total[k] = vaddq_f32(total[k], rest[k]);
            }
            integers[k] = vcvtnq_s32_f32(vmulq_n_f32(total[k], scale));
        }
        vst1_u8(out + i, vqmovun_s16(vqmovn_high_s32(vqmovn_s32(integers[0]), integers[1])));
    }
    for (; i < n; i++) {
        float one = 0.0f;
        if (kind == SIGNED) {
            one = (float)((const int8_t *)residual)[i] * residual_scale;
        }
        if (kind == UNSIGNED) {
            one = (float)((const uint8_t *)residual)[i] * residual_scale;
        }
        if (kind == NORMED) {
            one = norm_at(&second, ((const int8_t *)residual)[i], i);
        }
        out[i] = activated(norm_at(&first, y[i], i), one, scale);
    }
}

#define HAVE_ACTIVATE_NORM
KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    activate_neon(a, y, a, NONE, NULL, 0.0f, n, scale, out);
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    activate_neon(a, y, a, SIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    activate_neon(a, y, a, UNSIGNED, residual, residual_scale, n, scale, out);
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    activate_neon(a, y, b, NORMED, residual, 0.0f, n, scale, out);
}
#endif

/* ---- Operations that take little time: the same code on every target ----------------------------------------------
 *
 * What each computes stands above it; a value's element type is an argument where it may differ.
 */
enum element { INT8, UINT8, INT16, INT32, FLOAT32 };

INLINE int32_t integer_at(enum element type, const void *x, int i)
{
    switch (type) {
    case INT8: return ((const int8_t *)x)[i];
    case UINT8: return ((const uint8_t *)x)[i];
    case INT16: return ((const int16_t *)x)[i];
    default: return ((const int32_t *)x)[i];
    }
}

INLINE float float_at(enum element type, const void *x, int i)
{
    return type == FLOAT32 ? ((const float *)x)[i] : (float)integer_at(type, x, i);
}

INLINE void put(enum element type, void *out, int i, int32_t value)
{
    switch (type) {
    case INT8: ((int8_t *)out)[i] = (int8_t)value; break;
    case UINT8: ((uint8_t *)out)[i] = (uint8_t)value; break;
    case INT16: ((int16_t *)out)[i] = (int16_t)value; break;
    default: ((int32_t *)out)[i] = value; break;
    }
}

/* out[v][c] = q(frame[c][v] * 2^exponents[c], int16). */
KERNEL void quantise_frame(const float *frame, int channels, int joints, const int8_t *exponents, int16_t *out)
{
    for (int c = 0; c < channels; c++) {
        const float scale = power_of_two(exponents[c]);
        for (int v = 0; v < joints; v++) {
            out[v * channels + c] = (int16_t)quantised(frame[c * joints + v] * scale, -32768.0f, 32767.0f);
        }
    }
}

/* out[v][c] = x[v][c] - x[joint][c]. */
KERNEL void relative_to(const int16_t *x, int rows, int columns, int joint, int32_t *out)
{
    for (int v = 0; v < rows; v++) {
        for (int c = 0; c < columns; c++) {
            out[v * columns + c] = (int32_t)x[v * columns + c] - x[joint * columns + c];
        }
    }
}

/* out[t] = float(sqrt(double(x^2 + y^2 + z^2))) of each triple. */
KERNEL void magnitudes(const int16_t *x, int triples, float *out)
{
    for (int t = 0; t < triples; t++) {
        uint32_t sum = 0; /* at most 3 * 2^30 */
        for (int axis = 0; axis < 3; axis++) {
            const int32_t value = x[3 * t + axis];
            sum += (uint32_t)(value * value);
        }
        out[t] = (float)sqrt((double)sum);
    }
}

/* out[i] = q((float(x[i]) - offset[i]) * factor[i], -limit, limit). */
KERNEL void standardised(enum element type, const void *x, const float *offset, const float *factor, int limit, int n,
                         enum element out_type, void *out)
{
    for (int i = 0; i < n; i++) {
        const float value = (float_at(type, x, i) - offset[i]) * factor[i];
        put(out_type, out, i, quantised(value, (float)-limit, (float)limit));
    }
}

/* out[i] = x[i] + held[i]: the window of a sum FIFO. */
KERNEL void window_sum(enum element type, const void *x, enum element held_type, const void *held, int n, int32_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = integer_at(type, x, i) + integer_at(held_type, held, i);
    }
}

/* out[i] = x[i] - held[i]. */
KERNEL void change(enum element type, const void *x, enum element held_type, const void *held, int n, int32_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = integer_at(type, x, i) - integer_at(held_type, held, i);
    }
}

/* out[i] = q(float(brief[i]) * a[i] - float(lasting[i]) * b[i], -limit, limit). */
KERNEL void trend(const int32_t *brief, const int32_t *lasting, const float *a, const float *b, int limit, int n,
                  int16_t *out)
{
    for (int i = 0; i < n; i++) {
        const float first = (float)brief[i] * a[i], second = (float)lasting[i] * b[i];
        out[i] = (int16_t)quantised(first - second, (float)-limit, (float)limit);
    }
}

/* out[i] = x[i]^2. */
KERNEL void squares(const int8_t *x, int n, int16_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = (int16_t)(x[i] * x[i]);
    }
}

/* out[i] = first + how many of the rising thresholds are <= x[i]. */
KERNEL void levels(const int32_t *x, const int32_t *thresholds, int count, int first, int n, int8_t *out)
{
    for (int i = 0; i < n; i++) {
        int low = 0, high = count;
        while (low < high) {
            const int middle = (low + high) / 2;
            if (thresholds[middle] <= x[i]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        out[i] = (int8_t)(first + low);
    }
}

/* Columns begin .. begin + columns of out, whose rows have `row` bytes; all in bytes. */
KERNEL void place_columns(const void *x, size_t rows, size_t columns, void *out, size_t row, size_t begin)
{
    for (size_t v = 0; v < rows; v++) {
        memcpy((char *)out + v * row + begin, (const char *)x + v * columns, columns);
    }
}

/* y[i] = x[i] + bias[i] (NULL: none) and the sums of y and y^2. */
KERNEL struct moments biased(enum element type, const void *x, const int16_t *bias, int n, int32_t *y)
{
    struct moments sums = {0, 0};
    for (int i = 0; i < n; i++) {
        y[i] = integer_at(type, x, i) + (bias ? bias[i] : 0);
        sums.sum += y[i];
        sums.squares += (int64_t)y[i] * y[i];
    }
    return sums;
}

/* The statistics of a LayerNorm over n elements, in double:
 *
 *   mean = S1 / n,  inverse = 1 / sqrt(max(S2 - S1 * mean, 0) + floor)
 */
KERNEL struct norm layer_norm(struct moments sums, int n, double floor_, const int16_t *gamma, int gamma_exponent,
                              const int16_t *beta, int beta_exponent)
{
    const double inverse_n = 1.0 / n, mean = (double)sums.sum * inverse_n;
    const volatile double square = (double)sums.sum * mean; /* volatile: rounded before it is subtracted */
    const double spread = (double)sums.squares - square;
    struct norm made = {gamma, beta, 0.0f, 0.0f, 0.0f, 0.0f};
    made.gamma_scale = power_of_two(-gamma_exponent);
    made.beta_scale = power_of_two(-beta_exponent);
    made.mean = (float)mean;
    made.inverse = (float)(1.0 / sqrt((spread > 0 ? spread : 0) + floor_));
    return made;
}

/* out[i] = N(y)[i], see struct norm. */
KERNEL void normalised(const struct norm *a, enum element type, const void *y, int n, float *out)
{
    for (int i = 0; i < n; i++) {
        const float unit = (float_at(type, y, i) - a->mean) * a->inverse;
        const float scaled = unit * ((float)a->gamma[i] * a->gamma_scale);
        out[i] = scaled + (float)a->beta[i] * a->beta_scale;
    }
}

/* out[i] = float(x[i]) * factor[i] + shift[i]: a BatchNorm with its running statistics. */
KERNEL void scaled_by(enum element type, const void *x, const float *factor, const float *shift, int n, float *out)
{
    for (int i = 0; i < n; i++) {
        const float scaled = float_at(type, x, i) * factor[i];
        out[i] = scaled + shift[i];
    }
}

/* out[i] = q((max(x[i], 0) + float(residual[i]) * residual_scale) * scale, uint8), a residual of NULL is none. */
KERNEL void activate(const float *x, enum element type, const void *residual, float residual_scale, float scale, int n,
                     uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        const float rest = residual ? float_at(type, residual, i) * residual_scale : 0.0f;
        const float total = (x[i] > 0.0f ? x[i] : 0.0f) + rest;
        out[i] = (uint8_t)quantised(total * scale, 0.0f, 255.0f);
    }
}

/* out[i] = q((x[i] + float(residual[i]) * residual_scale) * scale, int16), a residual of NULL is none. */
KERNEL void activate_linear(const float *x, enum element type, const void *residual, float residual_scale, float scale,
                            int n, int16_t *out)
{
    for (int i = 0; i < n; i++) {
        const float rest = residual ? float_at(type, residual, i) * residual_scale : 0.0f;
        out[i] = (int16_t)quantised((x[i] + rest) * scale, -32768.0f, 32767.0f);
    }
}

/* A sum FIFO takes a push in and lets the oldest go: sum[i] += push[i] - oldest[i]. */
KERNEL void advance_sum(enum element type, const void *push, const void *oldest, int n, enum element sum_type,
                        void *sum)
{
    for (int i = 0; i < n; i++) {
        const int32_t moved = integer_at(type, push, i) - integer_at(type, oldest, i);
        put(sum_type, sum, i, integer_at(sum_type, sum, i) + moved);
    }
}

/* ---- Kernel "portable": what no other kernel has defined --------------------------------------------------------- */

#if !defined(HAVE_PRODUCT_8) || !defined(HAVE_PRODUCT_16) || !defined(HAVE_HEAD)
/* The sums of one row and tile of 16 columns, bias included. */
#define DEFINE_TILE_SUMS(name, element)                                                                     \
    KERNEL void name(const struct product *p, int tile, const element *x, int32_t sums[16])                 \
    {                                                                                                       \
        const int8_t *w = p->weight + tile * ((p->inputs + 3) / 4) * 64;                                    \
        for (int j = 0; j < 16; j++) {                                                                      \
            sums[j] = p->bias[16 * tile + j];                                                               \
        }                                                                                                   \
        for (int left = p->inputs; left > 0; left -= 4, x += 4, w += 64) {                                  \
            const int32_t x0 = x[0], x1 = left > 1 ? x[1] : 0, x2 = left > 2 ? x[2] : 0, x3 = left > 3 ? x[3] : 0; \
            for (int j = 0; j < 16; j++) {                                                                  \
                sums[j] += x0 * w[4 * j] + x1 * w[4 * j + 1] + x2 * w[4 * j + 2] + x3 * w[4 * j + 3];       \
            }                                                                                               \
        }                                                                                                   \
    }
#endif

#if !defined(HAVE_PRODUCT_8)
DEFINE_TILE_SUMS(tile_sums_int8, int8_t)
DEFINE_TILE_SUMS(tile_sums_uint8, uint8_t)

KERNEL void put_tile(const struct product *p, int tile, const int32_t sums[16], int8_t *out)
{
    for (int j = 0, column = 16 * tile; j < 16 && column < p->columns; j++, column++) {
        out[column] = rescaled(sums[j], p->shift[column]);
    }
}

KERNEL void product_int8(const struct product *p, const int8_t *x, int rows, int8_t *out)
{
    int32_t sums[16];
    for (int row = 0; row < rows; row++, x += p->inputs, out += p->columns) {
        for (int tile = 0; 16 * tile < p->columns; tile++) {
            tile_sums_int8(p, tile, x, sums);
            put_tile(p, tile, sums, out);
        }
    }
}

KERNEL void product_uint8(const struct product *p, const uint8_t *x, int rows, int8_t *out)
{
    int32_t sums[16];
    for (int row = 0; row < rows; row++, x += p->inputs, out += p->columns) {
        for (int tile = 0; 16 * tile < p->columns; tile++) {
            tile_sums_uint8(p, tile, x, sums);
            put_tile(p, tile, sums, out);
        }
    }
}
#endif

#if !defined(HAVE_PRODUCT_16)
DEFINE_TILE_SUMS(tile_sums_int16, int16_t)

/* These sums may take more than the 24 bits of a float: it rounds them, as the model does. */
KERNEL void product_int16(const struct product *p, const int16_t *x, int rows, int8_t *out)
{
    int32_t sums[16];
    for (int row = 0; row < rows; row++, x += p->inputs, out += p->columns) {
        for (int tile = 0; 16 * tile < p->columns; tile++) {
            tile_sums_int16(p, tile, x, sums);
            for (int j = 0, column = 16 * tile; j < 16 && column < p->columns; j++, column++) {
                out[column] = (int8_t)quantised((float)sums[j] * power_of_two(-p->shift[column]), -128.0f, 127.0f);
            }
        }
    }
}
#endif

#if !defined(HAVE_GRAPH_PRODUCT_8)
/* Row r of the graph product: one term, or several summed in 64 columns at a time. */
#define DEFINE_GRAPH_PRODUCT(name, element)                                                             \
    KERNEL void name(const struct graph *g, const element *x, int columns, int8_t *out)                 \
    {                                                                                                   \
        int32_t sums[64];                                                                               \
        for (int r = 0; r < g->rows; r++) {                                                             \
            for (int begin = 0; begin < columns; begin += 64) {                                         \
                const int n = columns - begin < 64 ? columns - begin : 64;                              \
                memset(sums, 0, sizeof sums);                                                           \
                for (int i = g->begin[r]; i < g->begin[r + 1]; i++) {                                   \
                    const element *from = x + g->source[i] * columns + begin;                           \
                    for (int c = 0; c < n; c++) {                                                       \
                        sums[c] += g->coefficient[i] * from[c];                                         \
                    }                                                                                   \
                }                                                                                       \
                for (int c = 0; c < n; c++) {                                                           \
                    out[r * columns + begin + c] = rescaled(sums[c], g->shift);                         \
                }                                                                                       \
            }                                                                                           \
        }                                                                                               \
    }
DEFINE_GRAPH_PRODUCT(graph_product_int8, int8_t)
DEFINE_GRAPH_PRODUCT(graph_product_uint8, uint8_t)
#endif

#if !defined(HAVE_WINDOW)
KERNEL struct moments window(const int8_t *push, const int16_t *held, const int16_t *bias, int n, int16_t *y)
{
    struct moments sums = {0, 0};
    for (int i = 0; i < n; i++) {
        const int32_t value = push[i] + (held ? held[i] : 0) + (bias ? bias[i] : 0);
        y[i] = (int16_t)value;
        sums.sum += value;
        sums.squares += value * value;
    }
    return sums;
}

KERNEL struct moments moments_int8(const int8_t *x, int n)
{
    struct moments sums = {0, 0};
    for (int i = 0; i < n; i++) {
        sums.sum += x[i];
        sums.squares += x[i] * x[i];
    }
    return sums;
}
#endif

#if !defined(HAVE_ACTIVATE_NORM)
KERNEL void activate_norm(const struct norm *a, const int16_t *y, int n, float scale, uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = activated(norm_at(a, y[i], i), 0.0f, scale);
    }
}

KERNEL void activate_norm_int8(const struct norm *a, const int16_t *y, const int8_t *residual, float residual_scale,
                               int n, float scale, uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = activated(norm_at(a, y[i], i), (float)residual[i] * residual_scale, scale);
    }
}

KERNEL void activate_norm_uint8(const struct norm *a, const int16_t *y, const uint8_t *residual, float residual_scale,
                                int n, float scale, uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = activated(norm_at(a, y[i], i), (float)residual[i] * residual_scale, scale);
    }
}

KERNEL void activate_norm_norm(const struct norm *a, const int16_t *y, const struct norm *b, const int8_t *residual,
                               int n, float scale, uint8_t *out)
{
    for (int i = 0; i < n; i++) {
        out[i] = activated(norm_at(a, y[i], i), norm_at(b, residual[i], i), scale);
    }
}
#endif

#if !defined(HAVE_ADVANCE_8)
KERNEL void advance_int8_int16(int16_t *sum, const int8_t *push, const int8_t *oldest, int n)
{
    for (int i = 0; i < n; i++) {
        sum[i] = (int16_t)(sum[i] + push[i] - oldest[i]);
    }
}
#endif

#if !defined(HAVE_HEAD)
KERNEL void head(const struct product *p, const uint8_t *x, int rows, float *logits)
{
    const int groups = (p->inputs + 3) / 4;
    for (int tile = 0; 16 * tile < p->columns; tile++) {
        int32_t sums[16];
        for (int j = 0; j < 16; j++) {
            sums[j] = p->bias[16 * tile + j];
        }
        for (int c = 0; c < p->inputs; c++) {
            const int8_t *w = p->weight + ((tile * groups + c / 4) * 64 + c % 4);
            int32_t total = 0;
            for (int v = 0; v < rows; v++) {
                total += x[v * p->inputs + c];
            }
            for (int j = 0; j < 16; j++) {
                sums[j] += total * w[4 * j];
            }
        }
        for (int j = 0, k = 16 * tile; j < 16 && k < p->columns; j++, k++) {
            logits[k] = (float)sums[j] * power_of_two(-p->shift[k]);
        }
    }
}
#endif

/* ---- Constants ------------------------------------------------------------------------------------------------ */

/* samples */
static const int8_t samples_exponents[6] = {
    8, 8, 8, 7, 7, 7};

/* place0 */
static const float place0_offset[36] = {
    -1.6982188e+03f, -7.6443756e+02f, 1.8096923e+03f, -5.604212e+01f, -4.266066e+01f, -3.110872e+01f, -2.4237512e+03f,
    7.389186e+01f, -7.9271545e+02f, -2.5203e+01f, 5.408775e+01f, -2.026991e+01f, -2.3117815e+03f, -4.989635e+01f,
    2.510813e+02f, -6.2157183e+00f, -8.5741625e+00f, -1.7342299e+01f, -1.7962578e+03f, 6.645221e+02f, 1.8426256e+03f,
    6.545225e+01f, -4.464006e+01f, -2.2545963e+01f, -2.4071628e+03f, 3.0310083e+02f, -8.3564685e+02f, 2.1481628e+01f,
    2.838172e+01f, 1.9624203e+01f, -2.3127764e+03f, 1.7221295e+02f, 3.184082e+02f, 2.0757809e+01f, -1.3800783e+01f,
    4.2348495e+01f};
static const float place0_factor[36] = {
    7.248951e-01f, 8.1672335e-01f, 7.683597e-01f, 1.1302621e+00f, 5.8028275e-01f, 7.4445546e-01f, 9.709499e-01f,
    1.2236259e+00f, 8.64308e-01f, 9.7089237e-01f, 5.819299e-01f, 1.5550731e+00f, 8.9531213e-01f, 1.125544e+00f,
    6.940408e-01f, 1.262929e+00f, 1.0002296e+00f, 2.4608657e+00f, 7.517986e-01f, 8.136069e-01f, 7.8617585e-01f,
    1.1522403e+00f, 5.999267e-01f, 7.769188e-01f, 9.762783e-01f, 1.1515892e+00f, 8.9707947e-01f, 1.2285444e+00f,
    7.193228e-01f, 1.524733e+00f, 8.820279e-01f, 1.1697438e+00f, 6.8970925e-01f, 1.1230679e+00f, 9.059697e-01f,
    2.670241e+00f};

/* magnitude */
static const float magnitude_standard_offset[12] = {
    3.168774e+03f, 1.3626549e+03f, 2.9251804e+03f, 1.3288533e+03f, 2.9258618e+03f, 7.665994e+02f, 3.1997979e+03f,
    1.2901434e+03f, 2.9346704e+03f, 9.605856e+02f, 2.9352964e+03f, 8.608721e+02f};
static const float magnitude_standard_factor[12] = {
    7.1593267e-01f, 5.135476e-01f, 9.4749886e-01f, 6.033421e-01f, 9.499868e-01f, 9.010921e-01f, 7.3133445e-01f,
    5.264989e-01f, 9.4825435e-01f, 6.8248093e-01f, 9.416873e-01f, 8.3132124e-01f};

/* close */
static const float close_offset[12] = {
    2.5330637e+03f, 2.022717e+02f, 2.550695e+03f, 4.423811e+02f, 2.5413672e+03f, 2.2058011e+02f, 2.5842947e+03f,
    1.9712758e+02f, 2.5590608e+03f, 2.2241884e+02f, 2.5416863e+03f, 2.3432545e+02f};
static const float close_factor[12] = {
    7.1593266e+00f, 5.1354756e+00f, 9.474988e+00f, 6.033421e+00f, 9.499868e+00f, 9.0109215e+00f, 7.3133445e+00f,
    5.264989e+00f, 9.482544e+00f, 6.8248096e+00f, 9.416873e+00f, 8.313212e+00f};
static const float close_pushed_offset[12] = {
    2.5330637e+03f, 2.022717e+02f, 2.550695e+03f, 4.423811e+02f, 2.5413672e+03f, 2.2058011e+02f, 2.5842947e+03f,
    1.9712758e+02f, 2.5590608e+03f, 2.2241884e+02f, 2.5416863e+03f, 2.3432545e+02f};
static const float close_pushed_factor[12] = {
    4.474579e-01f, 3.2096723e-01f, 5.9218675e-01f, 3.7708881e-01f, 5.937418e-01f, 5.631826e-01f, 4.5708403e-01f,
    3.290618e-01f, 5.92659e-01f, 4.265506e-01f, 5.8855456e-01f, 5.195758e-01f};

/* mean0 */

/* mean1 */

/* mean2 */

/* mean3 */

/* trend0 */
static const float trend0_a[12] = {
    1.767762e+00f, 1.2618728e+00f, 1.9284805e+00f, 1.1809882e+00f, 1.6707511e+00f, 1.1708609e+00f, 1.7905078e+00f,
    1.270803e+00f, 2.0107062e+00f, 1.1608244e+00f, 1.6471586e+00f, 1.1699297e+00f};
static const float trend0_b[12] = {
    5.3032856e-02f, 3.785618e-02f, 5.7854414e-02f, 3.5429645e-02f, 5.0122533e-02f, 3.512583e-02f, 5.3715233e-02f,
    3.8124092e-02f, 6.0321186e-02f, 3.4824733e-02f, 4.941476e-02f, 3.5097893e-02f};

/* trend1 */
static const float trend1_a[12] = {
    6.062469e-01f, 4.1025934e-01f, 6.5169734e-01f, 3.6683854e-01f, 5.6522286e-01f, 3.755336e-01f, 6.0801834e-01f,
    4.15161e-01f, 6.863057e-01f, 3.7863716e-01f, 5.5118704e-01f, 3.7369853e-01f};
static const float trend1_b[12] = {
    7.274962e-02f, 4.923112e-02f, 7.820368e-02f, 4.4020623e-02f, 6.782675e-02f, 4.5064036e-02f, 7.29622e-02f,
    4.9819324e-02f, 8.2356684e-02f, 4.543646e-02f, 6.614245e-02f, 4.4843823e-02f};

/* trend2 */
static const float trend2_a[12] = {
    3.4043726e-01f, 2.2413464e-01f, 3.6982566e-01f, 1.9917062e-01f, 3.3779964e-01f, 2.1391141e-01f, 3.393402e-01f,
    2.268581e-01f, 3.912069e-01f, 2.111028e-01f, 3.3311075e-01f, 2.13208e-01f};
static const float trend2_b[12] = {
    1.0213117e-01f, 6.724039e-02f, 1.109477e-01f, 5.9751187e-02f, 1.0133989e-01f, 6.417342e-02f, 1.01802066e-01f,
    6.8057425e-02f, 1.1736207e-01f, 6.333084e-02f, 9.993322e-02f, 6.39624e-02f};

/* features */

/* embedded */
static const int8_t embedded_weight[512] ALIGNED_64 = {
    116, -14, 23, 19, 77, -20, 62, 5, 98, -46, -111, -16, -25, 18, -69, 3, -74, -28, 2, -37, -77, -17, -46, -58, 120,
    2, -34, -41, 100, -9, -12, 33, 89, 6, -3, 61, 45, 3, 16, -7, -90, 22, 15, 44, 55, -9, -102, 6, -30, -13, 37, -8,
    -39, 13, 31, 57, -25, -8, -97, 14, 1, -25, 71, 12, -90, -15, -11, 18, -17, -18, -33, 11, 54, -30, 73, -22, 21, 10,
    48, 15, -115, -55, -15, -14, 93, -15, -94, 50, 124, -20, 75, -2, -4, 26, -66, -34, 65, 19, 50, 58, 86, 1, 6, 40,
    -61, 36, -43, 1, -43, -16, -45, -6, 4, 9, 82, -13, -100, 46, 46, 58, 78, 30, -43, -63, -97, 30, -103, -69, -5, -23,
    6, 13, -42, 10, 31, 8, 22, -42, 19, 1, -8, -22, 32, 9, 19, -35, 28, -36, 9, 40, -9, -65, -78, -73, 27, -17, -39,
    -29, 52, -29, -7, 7, -58, -57, -35, -6, -43, 11, -68, -33, -12, 12, -81, 14, -26, -52, 24, -10, 35, -18, 23, -75,
    5, 39, 47, 11, -8, 43, -39, 62, 60, -22, 11, -9, 7, -17, -52, 4, 27, -13, -26, 33, -14, -2, -36, -8, 5, 3, 6, 17,
    -53, 21, 25, 25, -37, 4, 31, -24, -6, 18, 62, -6, -40, -3, -53, 27, -23, 42, 1, 3, 14, -7, -1, -8, 25, 37, 24, -19,
    29, -5, 1, 6, -11, 6, -82, 26, -17, -33, -26, 16, 47, -43, -36, 17, 10, -18, 63, 15, 22, -9, 4, 29, -23, -48, -110,
    14, -24, -50, -30, -24, -85, 36, -66, 17, 2, -4, -10, -2, -8, 13, -100, -31, 94, 64, -23, 26, -70, 22, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 18, 10, 11, 29, -79, 29, -114,
    8, 69, 86, -34, -118, 20, 42, -71, -12, 127, -20, -33, 29, -46, -11, -72, 18, 87, -91, 60, 35, 10, 21, 44, 20, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, -32, 33, -40, -57,
    46, 46, 32, -52, -48, -75, -85, -107, -38, -12, -54, -49, -17, 9, 25, -32, -17, 3, -9, -36, -107, 70, -63, -25, 59,
    53, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 29, -11, -4,
    12, 0, -44, -44, 23, -4, -37, 23, 27, -7, 41, 12, -4, 78, -24, -22, -9, -29, -3, 33, 4, 49, 18, -106, 50, 14, -69,
    37, -14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t embedded_bias[32] = {
    -63160, -24854, -18586, 9229, -31383, 3730, -27370, 1339, -13909, -14220, 46524, -26097, 14553, -4923, -10166,
    -15107, -26755, 1806, -5511, -48443, -1167, -34679, -85013, -30227, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t embedded_correction[32] = {
    3712, 5120, -1152, -512, -47232, -22016, 13056, 256, 28544, 16384, -15872, -35328, 12928, -256, -3456, -18688,
    18816, -24576, -53504, -37504, 5504, -21504, -896, 14080, 0, 0, 0, 0, 0, 0, 0, 0};
static const int8_t embedded_shift[32] = {
    14, 14, 14, 13, 14, 14, 14, 14, 14, 13, 14, 14, 13, 14, 14, 14, 13, 14, 15, 14, 14, 13, 15, 14, 0, 0, 0, 0, 0, 0,
    0, 0};
static const struct product embedded_weights = {
    embedded_weight, embedded_bias, embedded_correction, embedded_shift, 16, 24};

/* layer0 */
static const uint16_t layer0_gathered_begin[19] = {
    0, 1, 2, 2, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t layer0_gathered_source[16] = {
    0, 1, 1, 2, 0, 2, 1, 5, 3, 4, 4, 5, 3, 5, 2, 4};
static const int8_t layer0_gathered_coefficient[16] = {
    60, 50, 68, 61, 61, 63, 48, 10, 63, 51, 58, 67, 77, 54, 41, 57};
static const struct graph layer0_gathered_graph = {
    layer0_gathered_begin, layer0_gathered_source, layer0_gathered_coefficient, 18, 6};
static const int8_t layer0_push_weight[2304] ALIGNED_64 = {
    9, 15, -16, -1, 13, 17, -31, -39, -7, 28, -16, -17, -10, -24, -22, 12, -11, 3, 11, 18, -24, 8, -27, -23, 32, 18,
    34, -22, 8, 35, 16, 35, -28, -5, -10, -20, 9, 9, 14, 22, -3, -24, -8, 21, -14, 12, 4, -7, -22, 5, -4, 8, -3, -4,
    -27, -6, -5, -32, 2, 7, 26, 14, -13, 2, 21, -26, -8, 7, -34, 4, -6, 23, -34, 8, -4, 1, -25, -9, 27, 1, 4, 17, 27,
    23, -16, 32, -6, 20, -10, -17, 9, -1, -3, -28, -29, 16, -24, 23, 8, 19, 19, -3, -6, -20, 16, -29, -19, -16, -19,
    40, -10, 28, -15, 4, 13, 7, -31, -15, 1, 11, -10, -8, -40, -12, 4, -16, -16, 8, -6, -26, -17, -13, -10, 43, -9, 24,
    30, 46, -7, -13, -5, 2, 23, 7, -40, -12, -2, -18, -12, 24, -13, -5, 10, 25, -25, 23, 42, -1, -17, -16, -32, 1, 4,
    15, 11, -21, 29, 9, -10, -26, -23, -17, -7, -20, 4, -1, 1, 3, -31, -13, -4, -7, 30, -34, 15, -28, -10, 11, -4, -16,
    -7, 6, 8, 8, -6, 30, -36, 2, 20, 36, 2, -21, 6, -10, 29, -29, 21, 5, -8, -16, 20, -17, -17, -18, -14, 31, -7, 1,
    19, 15, 12, 9, 38, 1, 3, -31, 3, 26, -5, 8, -4, -24, 29, 41, -14, -8, 34, -18, 9, -8, 27, 8, 25, -15, -22, -29, 32,
    5, -16, 18, 1, -15, -15, 7, 5, 8, -23, 40, 10, -19, 17, 32, -24, 11, 30, -9, -16, -6, 10, 5, 20, -19, 13, 18, 22,
    6, 7, 28, -15, 16, 18, -18, -15, -22, -24, 13, 1, 3, 12, 10, 5, 13, 8, 8, 20, 2, 17, -8, -38, -11, 47, 4, -1, -3,
    -19, -42, -12, -29, -17, -6, 5, 9, -20, 16, -18, -28, 4, 17, 3, -11, -23, 13, -14, 10, 36, 26, -3, -21, 15, 12, 5,
    -37, 46, 14, 22, -18, 48, 20, -22, -1, 10, 11, 9, 10, -4, 5, 25, 4, -45, 13, 11, -12, 18, -9, 40, 7, 23, 3, -4, -6,
    -25, -22, -27, 27, 1, 22, -6, 2, -31, -2, 11, -8, 24, -23, 7, 6, -7, -7, 6, 1, -15, 20, -17, -4, -34, -11, -9, -15,
    -13, -18, -5, -7, 14, 57, 12, -22, 25, 33, 0, 5, -36, 11, 27, 28, -29, 12, 18, 19, 17, 13, -26, -35, 27, 16, 23,
    22, 34, 29, 7, -42, -31, -36, 20, -3, -10, -1, -32, -24, 14, -30, 29, -9, -14, -23, 1, -17, -17, -8, 25, 8, -2,
    -19, 10, 4, 1, -13, -1, 8, 11, -3, -17, -19, 29, -3, 1, -9, 2, -20, 29, -3, -4, -6, 48, 7, 12, 31, 1, 31, -3, 41,
    12, -11, -4, -36, -28, -12, -32, 8, 5, -7, -45, -25, 52, -8, 9, -13, 25, 6, 18, 21, -18, 39, 12, 44, 21, -17, 3, 4,
    -28, -22, -35, -22, 36, 24, 0, 0, 7, -17, 1, 0, -11, -8, 19, 23, 15, -29, -16, -25, 10, -17, -3, 37, 2, 18, 0, 25,
    -20, -1, -52, -12, -3, 19, 28, -22, -13, -7, -6, -21, 20, 8, 21, 8, 17, -5, 7, 17, 10, -9, 36, -17, -14, 2, 14, 21,
    30, 50, 24, 13, -7, 13, 20, -23, 11, -6, 4, 10, -8, 16, 46, 30, -14, 22, 9, 11, -6, -13, 23, -22, -2, -6, 54, 1,
    -4, 7, -38, 29, -18, 0, 2, -24, 23, 3, -18, -40, 13, 2, -32, -23, 29, 9, 11, 20, -13, 31, -6, 35, -12, 10, -5, -31,
    5, -9, 9, 18, -15, -34, -15, -7, -3, 45, 5, -7, -3, -22, 15, 13, -31, -19, -20, -7, 15, 11, -5, -17, -11, -6, 9,
    -8, 15, -7, 11, -50, 18, 2, -3, 24, 5, -13, -17, -4, -3, 4, 5, 24, -16, -32, -22, -5, 12, -19, -9, 5, -12, 13, 19,
    8, 9, -13, 32, 11, -10, 8, 32, -8, -12, -25, 0, -20, 28, -11, -14, 1, 16, 29, 21, -28, 24, 29, -3, -8, 15, 10, -6,
    3, 10, 6, -12, 16, 11, -15, 1, -34, 0, -5, 1, -27, 21, -5, -8, -4, 11, 27, -17, 10, 3, 13, 13, -15, 0, 17, 31, -16,
    0, 5, -18, 14, 4, 4, -32, 23, -8, -31, -8, -1, 0, -14, 39, -26, 0, -24, -28, -31, -6, 14, 15, 22, -23, -43, -23,
    -10, -3, -20, 7, -6, 12, 18, 13, -17, 1, 47, -32, -5, -22, -11, -8, -13, 17, 8, -5, 16, -16, -15, 4, 26, 12, -24,
    4, 15, 22, -39, 23, 5, -11, -5, -13, 3, -27, -9, -2, 22, 7, 37, 21, 20, 14, -22, -8, 16, 7, 40, 3, -3, 8, -13, -6,
    -6, 37, 25, -22, -34, 19, 33, -12, 6, -14, -14, 21, 33, -21, -35, -26, 11, -26, -21, 0, 22, 16, -13, 13, -3, 3, -6,
    19, -28, -19, 22, -40, 16, 14, -16, -14, -15, 31, -15, 1, -12, -12, 26, -42, -23, 6, -4, -9, 6, 13, -14, 44, -19,
    14, 24, 13, -30, -20, -15, -6, 6, 29, 15, -1, -7, 26, -23, -14, -8, -10, 24, -8, 19, -10, -8, 39, -32, -2, 3, -2,
    -34, -11, -29, -27, -11, 6, -12, 6, -19, 17, 12, 3, 6, 27, 9, 23, 31, -25, -7, -4, 37, -3, -31, -24, -11, 25, 14,
    -28, 13, -10, 25, 22, -2, 0, -15, -17, -38, -3, 26, 24, 6, 9, -24, -8, 1, 29, 10, -23, -27, -10, 6, -6, -21, -19,
    3, 41, 8, 1, 14, -24, -9, 6, 6, -39, -5, -19, -5, -14, -15, 18, -19, -1, 2, -8, -8, -24, -23, 7, 19, 25, -5, -10,
    -13, 6, -17, -25, -5, -37, 28, 25, 16, 17, 14, -15, -21, 25, -2, 3, -15, -16, 28, 5, -16, 8, 28, 23, 25, -12, -15,
    5, -10, 4, -1, 27, -10, 5, 27, 3, -45, -4, -33, 0, 12, -2, 12, -16, 18, 13, -14, 21, 33, -20, -36, -19, -5, -9, -3,
    5, 11, -13, 22, 25, 13, 20, 2, -9, -34, -23, -3, -9, 8, -37, 25, 19, -41, 63, 15, 3, 3, 1, 21, -4, -18, 8, 7, -3,
    -1, -12, 10, -19, 11, -40, 37, 9, 25, -7, 14, -8, -17, -27, 3, 21, -4, 4, 1, 23, -1, -14, -2, -4, -20, 2, 9, 26,
    -13, 29, 13, -17, -8, 14, -8, 8, 6, -17, -4, 9, 13, -10, -32, -12, -8, -20, 20, -7, -26, -30, 38, -29, -28, 31,
    -24, -27, -2, -40, -24, -10, 11, -20, 36, -10, 19, -51, 42, -12, -26, 31, -20, 6, -2, 33, 10, 6, 21, 14, -16, -33,
    27, 2, 33, -18, 11, -24, 24, -15, 7, -22, 21, 4, -7, 34, -10, 15, 8, -6, 0, 13, -6, 22, 1, 43, 18, 26, -16, 15,
    -14, -13, 5, 28, -21, 31, 17, 19, -14, 10, 8, -2, -9, -25, -13, 18, 0, 12, 35, -6, -40, -7, 4, -53, -15, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -17, -30, 17, 16, -33, 16,
    10, 14, 22, -6, 21, 0, -24, -6, 1, 14, 8, 4, -7, 3, -37, 29, -16, -2, 13, 14, -24, -1, 22, 5, -19, 26, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 19, 0, -6, 1, 15, -2, -9, 12,
    13, 15, 28, 10, 7, 57, -21, 10, 2, 6, -13, -10, 13, 17, 2, -2, 32, -23, -4, -4, 9, 2, 7, -28, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 7, -12, -35, -23, -34, -22, -14, -14,
    -11, 20, -19, -44, -1, -22, -36, -7, -10, 0, 4, 2, -15, 21, 2, 23, -3, -39, -6, -5, 40, -3, 5, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -41, 24, -22, -13, 7, -42, -16, -5, 3,
    12, -12, 15, -12, -6, -32, -3, 12, 10, 0, 18, -14, -12, -12, -5, 13, -12, -22, 5, 8, 21, 22, 25, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 10, -6, 6, -19, 37, 10, 1, 10,
    -3, -10, 3, -4, -13, -19, 23, -8, 6, 21, -7, 19, -13, 2, 22, -37, 3, 2, 6, 10, 17, -1, 3, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14, 26, 6, -19, -9, 31, 0, -20, -18, 11,
    -5, -18, 5, -2, -45, -31, 15, -7, 35, -1, 11, 0, -8, 18, 6, -6, -23, -21, 20, 6, 9, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -14, 17, 5, 3, -19, 11, -18, -22, 9, 15, -46,
    -6, 1, 16, -18, -5, 10, -11, 18, 10, 16, -2, -31, 5, 7, 9, -48, -2, 32, -11, 22, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -8, 5, 5, 30, 0, -5, -44, 9, -5, -9, 14, -13, 1,
    -5, -3, 35, 10, -4, -8, -9, -32, -45, -8, 1, -10, -21, 25, -24, 11, -10, 21, 37, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -18, -8, 18, 23, 8, -10, -13, 46, 21, 20, -7, 3,
    -34, 19, 7, 29, 12, 1, -3, 4, 16, -6, 13, 23, 2, 1, -33, 42, 11, -21, -36, 27, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -9, 24, 4, 11, -13, 18, -11, -24, -26, 25, 0, -29, 6,
    26, 2, -2, 26, -19, 0, 3, -6, -16, -28, -5, -10, 6, 1, 1, -12, 16, -24, 49, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -11, 16, 19, -7, 2, -1, -24, 26, 0, -22, -5, -22, -17, 48,
    -1, -19, -6, 10, -1, -3, 1, -13, -20, 38, -13, -5, 1, 1, -27, 21, 6, -5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 0, 4, 15, 12, 20, 3, 1, 30, -8, -15, -31, 37, 11, 2, 12,
    18, 0, 6, 9, -33, -15, 40, 25, 5, 31, -29, -12, -7, 31, -36, -8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15, -1, 20, -9, -28, -55, 18, 22, 17, -28, 4, 3, -17, 17, -28, 11, 21,
    -5, 6, 4, -12, -2, 9, 15, -21, 22, -36, -19, 9, -34, -27, -20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, -28, -21, 11, 14, 9, 3, -21, 8, -1, 34, 2, 2, 19, 12, -2, 10, 4,
    -11, 0, 17, -3, 29, 18, -14, 31, -24, -30, -6, -14, 0, -42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -10, -17, 17, 14, 11, -4, 30, 17, -2, 4, -39, 7, -52, -10, 19, -31, 19,
    2, -18, -22, -3, -6, 11, -12, -11, 12, 7, 13, 31, 41, -19, 27, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 14, -19, 8, 38, -13, -5, -26, -27, 27, 26, 27, -18, 30, -30, -2,
    28, -1, 1, 1, -2, 21, -30, 29, -12, 22, -13, 3, 30, -15, -19, -37, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, -6, -17, -5, 19, -8, -25, -14, -1, 15, 9, -38, 29, 17, -19, 9,
    -12, -6, 20, -1, 6, -6, -8, 31, -23, 9, -12, 7, -1, -14, -3, -2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer0_push_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer0_push_correction[32] = {
    -11008, 5504, -5376, 20864, 6528, 7424, 14336, 34688, 12288, 9216, -16128, 27648, -32384, -18176, -36608, -3072,
    18560, -19200, 768, -6016, 24832, 2816, -34688, 14592, 0, 0, 0, 0, 0, 0, 0, 0};
static const int8_t layer0_push_shift[32] = {
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 7, 7, 7, 7, 6, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0};
static const struct product layer0_push_weights = {
    layer0_push_weight, layer0_push_bias, layer0_push_correction, layer0_push_shift, 72, 24};
static const int16_t layer0_norm_bias[144] = {
    -8, 6, 21, -11, 7, 37, -2, 12, -19, 10, 9, 33, -2, 0, 6, -22, -23, 16, 14, 22, -4, 45, 27, 10, -13, -13, 28, -16,
    0, 44, 1, 7, -26, -2, 1, 18, -6, 15, 29, -32, -43, 12, 23, 7, 8, 45, 6, -3, -2, -32, 31, -15, 1, 16, 5, -21, -15,
    16, -3, 11, 6, 26, 24, -22, -35, -2, 31, -8, 30, 39, -3, -23, -8, 6, 23, -12, 7, 39, -2, 12, -20, 11, 10, 34, -2,
    1, 7, -23, -24, 17, 15, 22, -4, 47, 29, 10, -15, -15, 24, -14, -3, 44, 1, 9, -26, -12, -2, 9, -9, 15, 34, -33, -45,
    11, 20, 2, 6, 38, -3, -4, -10, -16, 23, -13, -1, 32, 2, 1, -20, -1, -1, 11, -4, 15, 25, -25, -35, 7, 20, 1, 11, 35,
    0, -7};
static const int16_t layer0_norm_gamma[144] = {
    13141, 11992, 14230, 8424, 13099, 10655, 6623, 11623, 7108, 8964, 15080, 10272, 12510, 8344, 11928, 12869, 5789,
    7942, 13427, 10275, 11026, 10280, 15195, 9867, 10698, 13230, 9474, 11377, 11556, 12713, 14132, 13132, 14197, 12494,
    11500, 12429, 12193, 11987, 11660, 9811, 14003, 13479, 11105, 14972, 13736, 11351, 9708, 17825, 12431, 12134,
    12567, 12901, 11683, 10457, 10834, 12508, 11032, 13799, 10419, 13997, 9288, 11464, 12296, 14814, 13570, 8977,
    11321, 12430, 13889, 10810, 10037, 11016, 13888, 10908, 15440, 10290, 11331, 8715, 9828, 11648, 10643, 9580, 15278,
    10838, 12113, 9842, 10281, 13828, 7863, 7484, 12163, 12116, 10763, 9256, 12055, 10253, 9792, 12961, 9789, 8842,
    12698, 12277, 14269, 15098, 12774, 12081, 10496, 13692, 13022, 12990, 9786, 12644, 12315, 12479, 12977, 13842,
    12911, 11215, 8934, 12562, 10953, 15385, 12307, 14551, 11361, 9649, 11280, 12134, 12744, 12197, 10706, 11662,
    10512, 13078, 12322, 15716, 13016, 13877, 9781, 9450, 13661, 11865, 9806, 8291};
static const int16_t layer0_norm_beta[144] = {
    290, 2465, -4004, -9614, -2021, -2870, -11407, -6474, -14419, -6818, -5811, -5546, 249, -7056, -1605, -3516,
    -19413, -12529, 2522, -2173, -4708, -7730, -785, -4091, -2410, -5395, -6868, -6551, -3213, -804, 1450, -770, -1633,
    -3361, -10062, -6189, -3844, -3678, -4693, -6938, -762, -1262, -2405, 2784, -4400, -7039, -8724, -1277, -3804,
    -5041, -4434, -2730, -4309, -2334, -4395, -6067, -4743, -847, -4034, 277, -2763, -5972, -1068, -2592, -2236, -7835,
    -4998, -3423, -1150, -4324, -5990, -4682, 783, -3998, -1964, -7113, -826, -4525, -5641, -3454, -2386, -2146, -1130,
    -5965, 4292, -5439, -5287, -955, -14954, -10651, -1496, -3612, -7510, -8618, -2119, -7720, -9301, -7057, -4310,
    -11324, -3580, -486, 1585, -202, -3676, -1449, -5615, -5384, -1384, -2044, -6953, -6969, -2523, -6674, -1025, 1216,
    -6593, -8275, -9989, -2851, -921, 2107, -3097, 297, -5305, -4102, -4631, -5879, -298, -3716, -3936, -2752, -6099,
    -3727, -425, 2777, -4683, -1958, -6845, -7094, 4, -5696, -10317, -8676};

/* layer1 */
static const uint16_t layer1_gathered_begin[19] = {
    0, 1, 2, 2, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t layer1_gathered_source[16] = {
    0, 1, 1, 2, 0, 2, 1, 5, 3, 4, 4, 5, 3, 5, 2, 4};
static const int8_t layer1_gathered_coefficient[16] = {
    62, 60, 66, 54, 56, 65, 49, 21, 60, 63, 55, 75, 62, 51, 38, 63};
static const struct graph layer1_gathered_graph = {
    layer1_gathered_begin, layer1_gathered_source, layer1_gathered_coefficient, 18, 7};
static const int8_t layer1_push_weight[2304] ALIGNED_64 = {
    37, -15, -9, -18, 24, 33, -19, 4, 28, 2, 22, 5, 26, 20, -18, 5, 3, 23, -24, -10, 14, -39, 11, 8, 33, -16, -8, -28,
    -14, -20, -13, -14, -10, 19, 23, 31, 35, 21, 25, -16, -27, 8, 10, 4, 47, -15, 11, 19, -16, 9, -28, 12, -14, -18,
    -3, 30, 13, 25, -8, -2, 17, 11, -26, -10, 5, -3, -4, -10, 21, 14, 12, 7, 7, -27, 26, 17, 0, -28, -3, -19, -9, -2,
    10, -4, -9, 7, -2, -19, -21, -22, 18, 0, 38, 17, 8, 30, -14, 24, -13, 2, -2, -6, 7, -38, 19, 7, 13, 17, 13, -9, 7,
    -13, -35, -13, -12, 13, 9, 10, -11, 9, 15, -23, -1, 7, 30, -2, 15, -21, -10, -33, 12, -2, 10, -20, 3, 12, 0, -3, 2,
    -7, 29, -39, -1, -12, 15, -2, -12, -9, -15, 18, 17, -11, -33, -14, -22, -24, 6, 10, 18, -15, 20, 43, 23, -24, -2,
    20, -4, 11, 38, 27, 5, -19, -10, 2, -40, 7, -2, -21, -17, -8, 34, 16, -23, 8, 32, -14, 5, 10, -14, -20, 20, -19,
    22, -13, 26, 27, -4, 7, -4, 6, -22, 2, -8, 41, -17, 9, 27, 55, 1, -10, 11, -31, -12, -5, -14, -7, 20, -16, 23, 30,
    -16, -20, -18, -21, -18, 9, 2, -16, -10, 5, 13, 18, -9, 18, 7, -30, 18, -12, 10, 35, -30, -9, -23, 13, -16, 3, -12,
    -10, 12, 10, -2, 16, 4, -23, 17, 4, 6, 10, -10, 16, -5, 7, -2, 2, -6, -4, -7, 16, -6, 19, -11, 21, 0, 3, 21, 18, 0,
    9, -26, 0, 31, 7, 15, 29, 15, -15, 5, 27, -15, -4, -21, 1, -12, 24, -11, -27, 2, 11, -26, -12, 30, -24, -17, -18,
    -1, 26, 3, 38, 2, -10, -13, -1, -18, 30, 0, -19, -1, 32, -19, 31, 31, 2, -28, 2, -2, -40, 22, 2, -6, -6, -9, -10,
    -26, -19, -29, -25, 12, 7, 23, 22, -21, 6, 3, -32, 21, -38, 6, -12, 36, 11, 10, 11, 19, -8, -41, 22, 4, 27, -17,
    23, -13, 5, 12, 15, 10, 4, 9, 4, 8, -9, 12, -10, -49, 18, 7, 32, 14, 28, 9, -28, -13, 3, -40, 15, 22, 44, -38, -8,
    -9, -12, -3, 20, -16, 32, 6, 32, -18, -20, -26, 26, 6, -17, -6, 1, 5, -6, 0, 13, 24, 44, 13, -41, -5, -14, -31,
    -29, -15, 33, -5, -20, 34, -13, 24, 2, -41, 2, -26, -24, 36, 21, 2, 12, -4, 22, -18, 29, 21, -17, 4, 27, -7, 9,
    -11, 2, -23, 52, 4, -43, 5, -10, 10, 14, -34, -1, 28, -2, -31, 4, -25, -20, 5, 0, 8, -10, 37, 36, -10, -18, 27, -9,
    -7, -10, -21, 29, 20, 4, 3, -14, 7, 38, 27, 6, -11, -11, -13, -20, 16, -33, -18, 18, 0, -28, -1, -38, 25, -6, 12,
    -15, 15, 21, 5, -14, -7, -4, 26, 13, 17, -25, -11, 20, 5, -17, -1, 6, -1, 11, -27, 13, -14, 28, -20, 24, 7, 8, 10,
    2, 4, 17, -17, -11, -19, 16, -9, -10, -17, -1, -18, 0, -25, -5, -25, -2, 16, 29, 1, -1, 21, 18, 23, 29, -14, 28,
    -14, 6, -2, 37, 11, 3, -11, -39, 14, -7, 2, 21, -3, 4, -22, 34, 4, 3, -3, -14, -23, -2, -11, 10, 20, 11, -28, -1,
    -23, -17, 5, -10, 1, -4, -18, 1, 11, 19, -15, -6, -1, 1, 0, 4, 15, -25, -25, -22, 25, -8, -19, 49, 7, 10, -28, 12,
    -27, 4, -16, 9, 19, 2, 17, 7, -33, 18, 13, -4, 6, -15, -20, 32, -6, -1, -20, 2, -22, 10, 18, -3, 10, -33, 12, 4,
    10, -17, -2, 16, -22, 14, -22, 0, -16, -12, 10, 13, 3, -21, 33, -6, 3, 5, 7, 15, -3, -11, -12, -7, -8, 44, 20, 23,
    0, 16, -30, -28, 20, 8, -3, 5, -36, 15, 12, -9, 27, 13, 15, -24, -5, 26, -19, -1, 59, -3, -12, -16, -13, -21, 13,
    25, -16, -7, -2, -10, -14, 27, -5, -22, -47, 45, 20, 26, 34, 21, -3, -30, -11, 8, -4, 13, -8, -22, 14, -4, 10, -13,
    13, 8, 9, -1, -17, -47, -13, -1, 11, -29, 15, -1, -2, -12, 0, 0, -14, -2, -5, 7, -4, 10, -40, -29, -7, -15, -9, 8,
    -34, 18, 26, -4, 5, 30, 1, -18, -24, 23, -30, 14, -6, 16, 2, -11, -7, -20, 16, 43, 0, -23, -13, -31, -13, -14, -18,
    -25, 19, 11, -25, 12, 20, -13, -1, -4, 23, 27, -1, 5, 2, 37, -26, -6, 10, 29, 0, 5, -28, -15, 22, 18, -6, -11, -11,
    -6, 2, 6, 28, 8, 11, 17, -28, -30, 35, 2, -2, -22, 1, 9, -20, -22, 27, 26, -7, -14, 29, 19, 5, -17, -22, -25, 7,
    -3, -13, 3, 3, -6, 4, -25, 4, -5, 11, 10, -44, -24, 14, -2, 10, 21, -14, -8, -6, -12, 22, 7, 22, 41, 11, -17, -7,
    -38, 32, 0, 37, -18, -18, 34, -17, -12, 34, -8, -19, -23, -17, -27, -40, -20, 33, -2, -9, -21, 29, -6, 0, -5, -1,
    -9, -17, -1, -7, 33, -16, 0, -2, -9, -5, 6, 30, 10, -9, -27, 4, -5, -19, -9, -14, 16, 14, -16, -33, -3, 7, -33,
    -24, 4, 8, -14, -24, 1, 17, 23, -5, 19, -15, 1, -11, 9, -5, -16, 25, 3, 32, 5, -12, 22, 5, -3, 15, -24, 18, 33, 15,
    -6, -14, 1, -29, -44, 0, 15, 19, -15, 30, 18, 23, 19, 13, 16, 2, 0, -32, 11, 12, 7, -15, 12, 29, 4, 18, -13, -5,
    -9, 12, 4, -16, -5, -27, 0, 24, 27, -19, -4, 7, -23, -7, -22, 22, -22, 3, -20, 11, -4, 4, 16, -1, 29, -21, -13, 3,
    22, 15, 15, -8, -21, 11, -2, 2, -41, 16, -16, 0, 8, -6, -17, 23, -13, 15, 18, -6, -24, -18, 28, 24, -43, -8, 3, 28,
    37, 7, 11, 20, 7, -15, -17, -12, -18, 26, 7, 11, 9, -4, -8, 6, 29, -29, 22, 9, -6, -26, 27, 3, -8, 20, -19, 11, 6,
    21, 12, -13, 5, 9, -12, -8, -12, -5, -21, -25, -12, 15, -12, 3, -42, 8, -1, 15, -18, 4, -8, -17, 41, 5, -18, -9,
    -23, -25, -16, -10, -24, 9, 14, -22, -16, -17, -26, -24, -15, 7, -26, -2, 16, -1, 1, 19, 5, 14, 11, 5, 11, -19, -8,
    -17, -13, -7, 2, -25, -16, -7, -14, -26, 7, 8, 12, 4, -20, -4, 1, -2, 43, -14, -11, 12, -7, -17, -22, 9, 12, -14,
    -38, 18, 10, -11, 1, 6, -21, -35, 5, 11, -21, -41, -27, -21, 34, 2, 19, -8, -8, 21, -6, 18, -1, -5, -2, 2, 5, -5,
    11, 5, -2, 14, 8, -2, -15, -25, 5, -1, 7, -20, -2, 35, 2, -3, -2, -7, 22, -8, 17, -26, -33, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -2, 19, 14, -22, 3, -10, -9, 2, -19, 9, -7,
    9, 24, 27, 9, -24, 2, 8, 11, 24, -9, -2, 14, -1, -2, 7, 10, -27, 3, -16, -5, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -14, -23, 11, 4, 5, 6, 0, 16, -45, -29, -14, -5, 12,
    11, -12, 16, 31, 1, -3, -10, 21, 1, 4, -14, -28, 15, -25, 17, 23, -12, -19, 22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -19, -14, 22, 39, 2, -7, -8, 3, -34, 0, 13, 6, -10, -2,
    -5, 8, 2, 14, -33, 13, -30, 4, -22, 20, 13, -3, -8, -34, 14, -5, -9, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 7, -14, 30, -13, 11, -7, 3, 3, -6, 37, 17, 36, -21, 6,
    -16, -9, -43, 15, -1, 3, 21, 18, -15, -24, 19, 14, 2, -32, 19, 16, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 30, -2, -14, -18, 9, -5, -5, -4, -20, 17, 11, -17, 13, -4, -8,
    -5, 38, -18, 5, -6, 24, 17, 5, 9, 18, -11, 21, -11, -46, 3, -16, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 38, -11, 16, -4, -16, 3, 5, 6, 4, -22, -16, 6, 22, -7, -3,
    -2, -17, 8, 14, 15, -1, -5, 1, 3, -35, -10, 14, 32, -6, 10, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -12, -12, -10, -9, 8, 1, 0, 8, 11, 33, -37, -10, -34, -27, -3, 9, 19,
    15, -13, 43, -29, 5, 17, -12, -5, 14, -8, -3, 8, -21, -38, -11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 5, -25, -2, 35, -6, -1, -4, -30, -32, 0, 20, -9, -8, 20, 9, 31,
    -12, -9, -7, 41, -6, -14, -12, -8, 21, -21, 21, -7, 13, 13, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 13, -5, -10, -15, -1, -14, 7, -19, 16, 38, 21, 2, 9, -3, 31, -19,
    -20, -16, -15, -11, -2, -9, -3, 8, 20, 28, 25, 11, -3, 18, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, -21, 16, 15, -16, 16, 0, -1, 16, -14, 18, -19, 21, 21, -27, 11,
    -5, -38, -2, 1, 1, -7, 30, -17, -5, -13, -5, -23, 10, 6, -24, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 33, -3, 15, 12, 15, -13, -4, -6, 5, 8, -7, -8, -4, -6, -3, -15, 23,
    -21, 22, -15, 34, 15, -4, 26, -1, -24, -8, -8, -21, 8, -6, -10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -13, -37, 22, -2, -2, 9, -7, -10, -19, 2, -9, 2, 16, 1, -28, -11, 3,
    -23, -17, -12, -2, -22, -22, 14, -6, -9, 17, 5, -25, 8, -28, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -23, -21, -9, -22, 10, 7, -3, -8, -20, 15, 7, -12, 22, 22, 4, 12, 5,
    12, -14, -1, -22, -5, -1, 29, 2, -15, 9, 25, -4, 9, -34, -14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -14, -16, -6, 1, -13, -2, -11, -14, -47, -6, 18, 29, -1, -1, -5, -15, -1,
    -19, 29, 4, 14, -21, -19, -21, 2, -8, -9, 23, 0, 1, 31, -6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -10, 5, 17, -9, -5, 1, 10, 6, -42, 8, 8, 23, 0, -10, -26, 15, -13, -2,
    -25, -26, -43, 17, 5, 32, -14, 21, -11, -4, 23, 48, -1, -31, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 31, 0, -9, 50, -7, 11, 13, 8, 16, -5, 5, -17, -5, 9, 14, 5, 16, -53, 14,
    14, -37, 7, -1, -21, -6, 7, 8, -13, 4, -17, -30, -34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -16, 10, -6, -10, 3, 8, -9, 13, -1, 16, 27, 2, 5, -8, -8, 2, 30, -4, 0, -14, 0,
    14, 31, -24, 12, -6, 27, 14, -27, -9, 34, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer1_push_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer1_push_correction[32] = {
    -6400, -7936, -640, 13952, -13568, -14592, -11648, 26368, 12544, 3200, -13312, 6656, -6400, 3968, -16128, 15616,
    10368, -384, -10624, 10368, -13440, 4864, 2688, -18560, 0, 0, 0, 0, 0, 0, 0, 0};
static const int8_t layer1_push_shift[32] = {
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0};
static const struct product layer1_push_weights = {
    layer1_push_weight, layer1_push_bias, layer1_push_correction, layer1_push_shift, 72, 24};
static const int16_t layer1_norm_bias[144] = {
    18, 22, 20, -1, 5, 21, 3, -38, -6, -12, 29, -39, -4, 2, -3, 45, -30, 13, 18, 10, 1, 29, 2, -29, 33, 22, 20, -13,
    17, 36, 7, -57, -16, -16, 9, -44, 15, 12, -11, 30, -22, -3, 4, 6, 14, 31, -3, -33, 30, 3, -2, -19, 11, 15, 3, -40,
    -15, -17, -7, -18, 40, 21, -15, 9, 0, -27, 1, -16, 31, 32, -12, -14, 18, 23, 22, 0, 5, 22, 3, -39, -6, -12, 29,
    -40, -6, 2, -3, 45, -31, 14, 17, 12, -1, 28, 3, -29, 34, 29, 30, -13, 22, 49, 11, -64, -18, -14, 9, -53, 4, 8, -9,
    30, -28, 5, -1, 17, 7, 25, 1, -40, 30, 16, 15, -15, 17, 32, 7, -49, -16, -14, 0, -34, 18, 13, -11, 17, -13, -9, -2,
    3, 16, 24, -4, -26};
static const int16_t layer1_norm_gamma[144] = {
    11041, 9567, 12680, 11217, 17310, 8797, 5882, 9918, 12838, 12030, 13388, 12178, 7127, 9585, 11942, 9875, 11294,
    13953, 12386, 10847, 11849, 8069, 13767, 8403, 11401, 10381, 12656, 14153, 6470, 11084, 16511, 9639, 7494, 10817,
    9206, 12982, 10275, 12109, 10443, 12830, 14145, 10697, 12857, 7990, 11176, 9872, 11033, 12764, 10925, 9521, 10671,
    2209, 12397, 11614, 13687, 11115, 11453, 11683, 11959, 14396, 12983, 10227, 16692, 9360, 11664, 9367, 13621, 8432,
    11806, 16114, 10237, 14535, 11649, 10453, 12335, 10830, 11957, 8401, 6982, 7490, 12248, 11685, 13460, 10918, 8582,
    8141, 12199, 11792, 12019, 12603, 12314, 14262, 12122, 8534, 12428, 10226, 11224, 10005, 12490, 12369, 10305, 9539,
    15945, 10300, 5988, 11280, 10101, 12224, 14210, 11975, 9765, 13133, 10854, 9702, 13026, 8489, 11357, 10839, 11189,
    13246, 11294, 7666, 11550, 6835, 9423, 10799, 14379, 10978, 9910, 11837, 12477, 17142, 11437, 11336, 11357, 10043,
    10882, 8999, 10143, 6545, 11888, 14259, 9586, 12986};
static const int16_t layer1_norm_beta[144] = {
    -2267, -5892, -1027, -5988, 7363, -10595, -9747, -5696, -3830, 1739, -1408, -351, -9604, -7032, -3471, -2089,
    -2238, -535, -3222, -5522, -414, -9017, 2306, -9534, -2851, -3340, -4334, -3124, -13663, -3950, -320, -6298, -9265,
    -2083, -9480, -583, -8319, -1067, -5164, -2844, -4643, -5479, 1006, -12901, -5762, -6814, -1792, -2434, -3768,
    -5230, -5162, -20906, -2421, -66, -2326, -5747, -3888, -2850, -2669, 350, -4833, -4625, 1434, -5682, -6364, -6578,
    125, -10527, -3152, 1494, -4977, -1740, -3718, -4875, -1940, -6309, 5774, -8023, -9263, -8388, -6600, 173, 2983,
    -1574, -6293, -9222, 149, -1509, -757, -1558, -3661, -2527, -1189, -7835, -1236, -7445, -4627, -4283, -5386, -4679,
    -5551, -4226, -600, -7290, -11827, 159, -6143, -2956, -3933, 807, -5197, -3863, -8307, -7715, -1054, -10174, -6751,
    -5679, -2579, -1421, -2893, -7733, -1914, -9544, -10037, -2562, 218, -8186, -7376, -3673, -294, 3447, -6844, 357,
    -4853, -4990, -7271, -9509, -3110, -12880, -3081, -1652, -7739, 2351};

/* layer2 */
static const uint16_t layer2_gathered_begin[19] = {
    0, 1, 2, 2, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t layer2_gathered_source[16] = {
    0, 1, 1, 2, 0, 2, 1, 5, 3, 4, 4, 5, 3, 5, 2, 4};
static const int8_t layer2_gathered_coefficient[16] = {
    60, 77, 63, 55, 53, 57, 50, 39, 52, 70, 63, 64, 54, 42, 37, 63};
static const struct graph layer2_gathered_graph = {
    layer2_gathered_begin, layer2_gathered_source, layer2_gathered_coefficient, 18, 7};
static const int8_t layer2_push_weight[2304] ALIGNED_64 = {
    26, 18, 6, 6, -23, -7, -26, 19, -5, -9, 39, -10, 17, -24, -23, 28, -20, 3, 18, 16, 24, 14, -5, 6, -14, 14, 16, -1,
    -13, 5, 0, -9, 10, -7, -17, 0, 1, -6, 26, -3, -20, 28, -15, -15, -15, 7, 4, -6, -15, 24, -2, 12, 16, -7, 6, 22, 4,
    3, -14, -13, 0, -12, 10, 7, 15, -12, 8, 18, -6, 7, -21, -10, -1, -4, 17, -13, 1, 16, 6, -8, -9, -15, -5, 20, 8, 20,
    -16, -9, -5, -28, 10, 12, 19, 9, 34, 31, -20, 20, -2, 22, -10, 14, -20, 11, 19, 21, -1, -24, 12, -14, 11, 10, -19,
    -2, 21, -14, -3, -19, 13, -1, 13, 22, -37, -2, 31, 16, -11, -6, -2, -14, -1, -6, -24, 17, -11, -18, -23, -28, 4,
    -10, -18, -12, -28, -19, -12, 22, 11, 4, 2, 5, -4, -14, -7, -3, -14, -13, -25, -15, -6, 20, 12, 12, -17, -7, -24,
    38, -7, -30, 2, -2, -6, 39, -2, 12, 16, -2, 24, -12, -4, -18, -13, 11, -3, 16, 26, 16, -2, 9, 0, -8, -11, -5, 29,
    -15, 5, 29, 20, -10, -25, -5, 3, -21, -15, 0, -9, 7, 6, -12, -17, 21, -20, 13, -17, -1, 12, 25, -6, -21, -21, 10,
    -24, 19, -26, 22, -32, -16, 17, 29, 5, -15, 11, 28, -23, -10, 14, -6, 5, 3, -12, -4, -2, -24, -23, 4, -20, -10, 14,
    -21, 0, -29, 3, 19, 10, -2, 23, 2, -6, -9, -11, -13, 8, -24, 10, 1, -22, -1, 3, 17, -1, 23, 17, 16, -19, -22, -20,
    -31, -2, 14, 39, 43, 23, -7, 13, 26, 15, -29, -2, -15, -9, 28, -14, 7, -16, -16, -25, -13, -7, -11, 6, -14, 6, -11,
    -5, 1, 36, -5, 3, 20, -13, 17, 13, -13, -43, 40, 9, 16, 24, -12, 4, -12, 24, 1, -24, -5, 10, 1, 22, 8, 10, -3, -10,
    21, -16, -13, -28, 25, -2, -10, 12, -25, -12, -13, 25, 6, -16, -49, 12, -13, 3, 27, -12, 0, -18, 5, -34, 11, -29,
    -42, 1, -8, 3, -22, -26, -3, -13, -2, 16, -7, 21, -38, 26, 22, -17, 4, -5, -10, -10, -14, 16, -19, 16, -10, -31, 6,
    -2, 19, 15, 8, 21, -24, -11, 9, -5, 42, 25, 59, -12, 16, 26, 38, -1, 19, -15, 19, 30, 5, -1, 22, 34, -2, 24, -27,
    3, -21, 6, -35, -1, 28, 2, -13, -18, 9, 9, 7, 2, -20, 19, 11, 7, 7, 11, 11, -10, 34, 7, -1, -19, -19, 0, 34, 23,
    -17, 0, -5, 15, 35, 4, 1, 24, -4, 26, -8, -7, 5, -31, -6, -34, -10, 4, -19, -23, -11, 35, -10, -7, 22, -9, 0, -21,
    16, 4, 27, 2, -29, 47, -12, 17, -5, 5, 21, -9, -11, 16, -1, 16, 12, -21, -3, -11, 13, -11, -27, -24, 2, 13, -1, 6,
    9, 1, 17, -2, -11, -17, 3, -10, 35, -24, 22, 13, -11, 42, 19, -6, 20, -12, -4, -8, 9, 7, 35, -1, 10, -26, 26, -9,
    -14, 22, 20, 0, 7, 3, 0, -40, -11, 3, 10, 1, -12, 6, 6, 6, 26, 22, 8, 14, 21, 25, -10, -29, 24, 27, -35, -5, 17,
    -18, 13, -5, -5, -1, 16, 10, 11, 2, 2, 11, 1, -7, 15, -14, -8, -2, -18, -5, -17, 21, 5, -10, -25, 2, -13, -19, 20,
    26, 13, -10, 10, 13, -21, 32, 5, 8, 23, -31, 5, 37, -21, 1, 4, -1, 0, 24, -1, 14, 30, -20, 18, -3, 9, 15, -21, 19,
    5, 16, -13, 28, 23, -1, 12, 4, -18, -9, 0, -6, -9, -8, -12, -5, 1, -3, 4, -5, -21, -3, 14, 17, -13, -16, 7, 13, 18,
    13, -24, -2, 9, -22, -16, 40, 7, -1, -1, 35, -5, 34, 4, -3, -21, -42, 20, 24, -12, -4, 17, 17, 24, 10, 12, -5, -13,
    14, 20, -26, -8, -34, 14, 24, -9, -31, 2, -14, 15, -43, 23, 5, 39, -2, 2, 20, -12, 17, -15, -2, 10, -8, 0, 17, 16,
    -37, 25, 2, 4, -4, 31, 14, 47, -14, -30, -11, 13, -22, 13, 28, 22, 1, 41, 2, 5, 10, 17, 14, 6, -12, 29, 5, 22, -2,
    12, 29, -39, 31, -33, -19, -20, 8, 2, -29, 28, 13, 34, -6, -8, -42, 1, 6, -3, 1, -31, -29, 9, 12, -11, -9, -16, -8,
    -20, -8, -12, -23, 34, 17, 12, 10, 3, 26, -4, -17, -27, -12, -7, -1, -15, 5, -11, -5, 0, 8, -8, 4, -14, 15, -14,
    -1, -12, -27, -25, -3, 21, -11, -13, -19, 15, 6, -2, -17, 32, -26, -4, -7, -12, -35, -20, 10, 17, -31, -17, -5, 8,
    -13, 18, -4, 16, 8, 5, -6, 1, 14, 12, 13, -25, -16, 22, -23, -8, 7, 11, 13, 2, 12, 6, 15, 14, -5, -20, -11, -18,
    38, -14, 6, -8, -35, 36, -15, 1, 12, 6, 19, 10, 3, -1, 14, 15, 0, -5, 16, -6, -22, 32, 12, 11, 3, -20, 4, 9, 26,
    23, -4, -7, 20, 4, -19, 7, 23, -4, -8, 43, -21, -23, 0, -3, -2, 0, -26, -6, 33, -8, -7, -16, 15, -14, 11, 13, -16,
    19, -12, 16, 12, -10, -27, 11, 4, -9, -17, 17, 25, -6, -20, 12, -12, -2, -38, 1, -25, 12, -3, 18, -1, -6, 6, -2,
    13, -17, -35, 21, 10, 39, -20, 7, 11, 8, -26, 10, -8, 3, 25, -1, -4, -33, 27, 29, 25, 13, -10, 15, -12, 9, -39, 20,
    14, 5, 9, -20, 4, 8, -14, -1, 22, -3, 2, 9, 15, -11, -10, -21, -6, 39, 26, 11, 13, 21, 11, 4, 8, -24, 24, 0, 4, -8,
    10, -1, -22, -30, -19, 16, 0, 25, 1, 2, 18, -10, -21, -2, -3, 22, 9, -6, 10, -1, 7, -19, 24, 6, 7, 6, -14, 22, -1,
    -2, -18, -12, 35, 5, 11, 15, 8, 8, -6, -4, -1, 9, -9, 9, -12, -9, -30, 6, -1, -7, 20, -4, -3, -9, -14, 21, 6, -5,
    15, -3, -5, 36, 21, -19, -19, -10, 19, 12, -22, -24, -10, 4, -11, -8, 8, -2, -14, -2, 5, -4, -3, 15, -27, -9, -18,
    -18, -50, -48, -30, 26, -14, 3, 13, -17, -38, -14, -9, 14, -13, 5, 13, 23, 9, -2, -41, -18, -17, 3, -8, -19, 5, -8,
    -15, -8, 8, -8, 21, 9, -8, -2, 8, 14, -25, -1, -25, 21, 20, 1, -22, 0, 24, 0, -22, -18, -16, 1, -11, 3, 5, -23,
    -12, -8, 17, 6, 6, 11, 8, 19, 18, -34, -19, 28, -4, 30, 12, 31, 6, -15, -6, 14, -29, -23, 0, 17, 7, 36, -4, -5,
    -12, -19, -14, -6, 11, 19, 16, -17, 16, 3, 21, 24, 7, 16, -10, -20, -34, -22, 40, -42, 25, 31, 15, 42, -25, 22, 2,
    -7, -11, 20, 7, 25, 11, -13, -15, -5, 10, 5, -26, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -18, -18, 23, 22, 12, -17, -12, -30, 14, -8, -9, -28, -17, -30, 17, 22, 36, -8,
    13, 7, -30, -14, 25, 0, 15, 6, -13, -10, 4, 14, 8, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 17, 0, 7, -15, 12, -5, -8, 4, -56, -6, 40, 41, -21, 2, -13, -17, 10, -35, 12,
    -20, 7, 17, 7, 13, -11, 19, 29, 25, -4, -1, 30, -10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, -28, -9, 11, -8, -15, -10, 20, -40, -27, -5, 9, 17, -27, -9, 31, 2, 17, -4,
    -24, -21, -23, 12, 13, -4, -5, -11, 5, -28, 24, -21, -17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 31, -17, -26, -3, -1, 31, -34, -20, -26, 3, 3, 9, -5, 11, -21, 18, 15, -35,
    14, -27, 6, 4, -3, 24, -8, -7, -31, -51, -4, 11, -36, -21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 1, 13, -9, 0, 21, 12, -3, 16, 18, 63, 9, 24, -15, -5, -33, 36, 3, 23, 8,
    -10, -19, -23, -6, 10, -8, 11, 29, 9, 19, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -3, 9, -21, 3, -13, 19, -22, -12, -12, 2, -14, -29, -1, 17, -7, 2, 3, 9, 34, -7, 8,
    30, 16, 2, 4, -15, -24, -35, 20, -7, 12, -22, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, -9, 14, -25, 29, 27, 10, 37, -10, -11, 62, -45, 1, 0, -7, 21, 30, 13, 10, -17, 33, -14,
    -34, 25, 11, 22, 16, 19, -15, -13, -2, 16, -4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 9, -7, 22, 5, -2, 2, -11, -23, -4, -1, -18, 8, -15, -27, 21, -9, -20, 11, 0, 14, 17, -9,
    -21, -17, -18, 34, -15, -8, 11, 14, -34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 26, 1, -39, 10, -33, 1, -8, -14, -25, -30, 7, 36, 26, -19, -24, 0, 3, 12, -14, 5, -8, -8,
    25, 25, -12, 33, 32, -7, -9, 18, -3, -24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 19, -6, 16, 26, -45, 43, 23, 31, 6, 27, 51, -50, 0, -29, -4, 27, 12, -34, -8, 8, 27, 9, 6,
    -15, -37, 15, 5, 0, -17, 15, -10, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 43, -30, -9, -40, 23, 11, 5, 25, 23, 43, 31, -20, -6, -31, 12, -6, -11, 33, -6, -14, 15, 14, 5,
    -33, -40, 35, -25, 3, -4, 28, -12, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, -20, 11, 3, -7, 7, 9, -7, 39, -25, -19, -44, -14, 23, 21, 34, 15, 9, -12, 14, -17, 7, -11, 17,
    -32, -3, -17, 20, 16, -12, 5, -5, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, -23, -12, 22, 14, 44, 4, 32, 17, 12, -3, -6, 38, -39, 12, -2, -7, 1, 1, -9, -6, -27, -20, -5, -3,
    -8, 24, 33, -17, 9, 10, 5, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, -10, 15, 8, 1, 15, -29, -31, 7, -6, 51, 0, -33, -7, 17, 14, 16, -10, -28, -11, -26, 22, 7, -25, 29, 26,
    -5, -2, 30, -10, 18, 6, -28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 17, -26, -21, -23, -34, 16, 8, -4, 21, 15, 21, -2, -5, 3, -12, 1, -9, 20, -24, -19, 4, -36, -1, 12, -22,
    13, -29, -2, 9, 25, 15, -26, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 34, 1, -15, 28, 1, -6, 11, -29, 45, -23, -27, 33, 38, -9, 14, 26, 22, 10, 22, -10, 24, 29, 16, 35, 7, 10,
    28, -29, -26, 34, -16, -13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 31, -15, 1, 9, -16, 27, 16, 20, -19, -31, -32, 21, -11, -1, -32, -38, 22, 7, 19, 0, 31, 17, -9, 1, 1, -6,
    9, -8, 26, 29, 6, 42, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0};
static const int32_t layer2_push_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer2_push_correction[32] = {
    -1280, 12928, 7680, 18432, -4864, 23936, -2048, 9216, 11520, -33792, 8448, -9088, 9728, 7040, -1664, 22656, 15488,
    15744, -3456, 10752, 8960, 22784, 512, 15872, 0, 0, 0, 0, 0, 0, 0, 0};
static const int8_t layer2_push_shift[32] = {
    6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 5, 6, 6, 6, 6, 6, 6, 7, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0, 0, 0};
static const struct product layer2_push_weights = {
    layer2_push_weight, layer2_push_bias, layer2_push_correction, layer2_push_shift, 72, 24};
static const int16_t layer2_norm_bias[144] = {
    13, 34, 13, -5, 18, -22, -13, 14, 33, 9, 28, 19, 26, 22, 14, -40, 39, 10, -10, -15, 24, -62, 1, 21, 4, 34, 26, -1,
    24, -1, 9, 32, 56, -2, 26, 0, 16, 27, 21, -28, 48, 28, 9, -10, 14, -72, 14, 8, 0, 25, 23, 0, 18, 22, 28, 32, 60,
    -18, 12, -14, 4, 21, 14, -4, 43, 37, 24, -7, -7, -57, 24, -11, 11, 30, 13, -4, 17, -20, -11, 13, 30, 9, 26, 16, 23,
    20, 14, -36, 35, 9, -9, -13, 22, -55, 1, 19, 3, 35, 30, 0, 27, -2, 8, 35, 58, -1, 29, -1, 17, 29, 24, -32, 50, 28,
    9, -9, 18, -76, 14, 10, -4, 24, 28, 2, 22, 9, 16, 33, 50, -5, 20, -10, 7, 23, 21, -17, 39, 28, 15, -3, 9, -58, 16,
    1};
static const int16_t layer2_norm_gamma[144] = {
    24146, 20775, 26554, 24232, 24600, 22069, 26141, 23655, 23258, 22633, 20548, 24600, 12930, 21608, 20333, 25344,
    25205, 26322, 24689, 18441, 24982, 29272, 25639, 24072, 18698, 23665, 23269, 24670, 26265, 17686, 29042, 22442,
    22479, 21199, 17772, 17982, 20810, 24321, 23084, 14209, 18634, 21620, 18961, 30751, 21851, 26964, 23550, 23533,
    28297, 24010, 19843, 22507, 22413, 22122, 22364, 22374, 20230, 20463, 23121, 30334, 23128, 21317, 19858, 19521,
    25677, 27920, 18955, 22147, 23503, 24556, 23465, 20754, 21450, 21627, 21570, 22375, 22592, 22933, 25482, 24935,
    20384, 24394, 13021, 26716, 8554, 17826, 19579, 19306, 25017, 23133, 21754, 21918, 24592, 25430, 27283, 22131,
    20245, 20381, 21464, 23955, 22106, 17929, 30008, 19542, 19981, 16592, 24723, 17580, 23606, 20266, 21548, 11641,
    19469, 16868, 18296, 29301, 20106, 21090, 23797, 25466, 32472, 25462, 20490, 16779, 18933, 25934, 19878, 18775,
    23640, 21176, 28809, 23384, 24989, 20510, 22382, 17708, 21140, 20450, 17869, 24204, 21328, 20394, 21766, 22132};
static const int16_t layer2_norm_beta[144] = {
    -2757, -3757, -1547, -846, -472, -1805, -935, -4864, -707, -375, -5995, -952, -15832, -4155, -1946, -2451, -1987,
    962, -1558, -5071, 763, -13, -6152, -4811, -5788, -2827, -5277, -968, 849, -5431, 790, -4854, -3265, -5646, -6731,
    -7765, -289, -4830, -2634, -13477, -2074, -5638, -6414, 1711, -5705, -2397, -1919, -2589, 2808, -2360, -9019,
    -2980, -2204, -5690, -1670, -2008, -5162, -3037, -982, 6481, -3458, -3938, -3671, -4762, -1856, -1162, -8278,
    -6120, -1499, -3179, -4488, -3383, -5766, -1160, -5225, -4690, -321, -1382, -2552, -3394, -674, 278, -11145, 655,
    -16350, -9495, -565, -4803, -4279, -1312, -2704, -1915, -717, -2971, -3244, -5754, -2097, -2073, -6807, -2915,
    -4069, -5504, 300, -9534, -3653, -10456, -1518, -7863, -875, -6760, -3210, -15673, -3808, -12189, -5586, 218,
    -8696, -5059, 350, -1238, -551, 1032, -6232, -9127, -5771, -1159, -5699, -9653, -2091, -4837, 2227, -72, -1921,
    -4497, -2480, -8040, -3269, -7838, -9451, -3153, -5401, -5687, -5153, 61};

/* layer3 */
static const uint16_t layer3_gathered_begin[19] = {
    0, 1, 2, 2, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t layer3_gathered_source[16] = {
    0, 1, 1, 2, 0, 2, 1, 5, 3, 4, 4, 5, 3, 5, 2, 4};
static const int8_t layer3_gathered_coefficient[16] = {
    64, 66, 67, 45, 54, 53, 54, 35, 60, 70, 63, 52, 58, 50, 38, 71};
static const struct graph layer3_gathered_graph = {
    layer3_gathered_begin, layer3_gathered_source, layer3_gathered_coefficient, 18, 7};
static const int8_t layer3_push_weight[2304] ALIGNED_64 = {
    -14, -4, -1, -24, 26, -19, 1, -19, 50, 17, -34, 40, -13, -3, -2, -36, 16, -9, 2, 6, 27, 8, -2, 5, -21, 12, -10,
    -28, 7, 5, 8, 15, 16, -22, -7, 36, 14, 11, 21, -14, -2, -16, 49, -18, -13, -12, 5, 18, 23, 3, -5, -10, 21, -25,
    -10, 11, -7, 16, -32, -21, 8, 19, -20, -19, 0, 10, -18, -23, 9, -21, -18, 11, 39, -16, -26, -34, 5, 6, -14, 0, 15,
    -4, 22, 21, -2, -6, 28, 2, -1, 26, -16, 23, -9, -15, 37, -26, -25, -21, 34, 5, -1, -16, 9, -17, -26, 13, 11, 21,
    22, -15, 4, 23, 0, 14, -12, 12, -15, -29, 24, -27, 7, 15, 13, 5, -9, -12, 1, 17, 6, 0, 19, -14, -20, 4, -16, 6, 28,
    -50, 7, 26, 6, -9, 22, -22, -16, 26, 34, -43, -31, -26, 0, 41, -5, 18, -22, -8, 12, -34, -13, 17, 2, 10, 15, 5, 10,
    22, -20, 27, 4, -5, -20, -23, -27, -19, -13, -5, 12, 7, 22, 21, 19, -28, -35, 4, -2, -12, -7, -10, 1, -5, 30, 6,
    -12, -29, -22, 6, 14, -9, -18, 17, -49, -38, 45, -9, -24, -3, -26, -16, -5, 7, -17, 0, -25, -19, 14, 11, 1, 14, 19,
    16, 7, -23, 32, -9, 21, -16, 7, 18, 27, -1, 6, 9, 22, 9, -14, 27, -24, 8, 10, -2, 10, -25, 5, 0, 21, 20, -30, 27,
    -14, -27, 23, -2, 10, 11, 10, -2, -10, 27, -1, -32, -17, -14, 23, 2, 1, 45, -18, 50, 6, 33, 2, 11, 20, 3, 13, -31,
    -5, -5, 18, 7, 6, -2, -16, -5, -38, 23, 13, -15, -17, -17, -26, -13, 16, -37, -1, -51, 9, -20, -8, -9, 14, -2, 30,
    16, 23, 6, 10, 11, -8, 3, 24, -7, 22, 10, -2, -2, 6, -21, -1, -8, -7, -22, -5, -9, -26, -16, 13, -4, 44, -43, 12,
    27, -19, -10, -7, 23, 3, -13, 0, -12, 4, -27, 9, -37, 11, 20, -15, 0, 26, 4, -26, 8, 2, 26, 2, 13, -21, -16, -23,
    28, -2, 1, 10, 33, 4, 9, -3, -16, -1, 2, -15, -11, 9, -5, -2, -17, 28, -8, 14, 22, -23, -38, -13, -12, -23, -23,
    -1, -10, 18, 12, -21, 22, 34, 15, -18, -21, 4, 6, -14, 21, 9, 15, -19, -35, 35, -3, -16, -41, 1, -18, 15, -8, 1,
    -20, -9, 1, 35, 25, 25, 3, -26, 9, 29, -7, 15, -10, 24, -9, -7, -16, 12, 21, 15, 23, 32, -31, 24, -18, -2, -7, -6,
    20, -9, -23, 13, -1, -50, 14, 1, 29, 39, -10, -5, -9, -2, -15, -3, 31, -36, 17, 6, -3, 26, 21, 9, 15, -27, 16, 21,
    0, -1, -12, -16, 5, -9, -23, -17, 4, 1, -3, -18, -13, 28, 9, 27, -7, 10, -13, 26, 13, -11, -11, 24, 21, -40, 1,
    -46, 10, -16, 26, -7, -16, 20, 17, 12, -25, 8, 13, 6, 13, 23, 14, 29, -21, 24, -17, 0, 12, 12, 22, -9, -55, -19,
    50, 31, 19, -2, 10, 28, 17, -19, -15, -9, -20, 0, 14, 1, -3, -6, -8, 8, -15, -1, 25, 20, -2, -13, -1, -13, -5, 14,
    37, 42, 14, 20, -46, -30, -3, -31, 11, 7, -31, -10, -27, 23, 4, 6, -22, 28, -8, -15, 12, -21, -12, 20, 7, -30, 5,
    14, 13, 23, -14, 30, -2, -8, -48, 3, -18, 9, 31, 12, -14, -18, 13, 25, 19, -21, -13, 25, 15, -8, -4, 27, -22, 2,
    -2, -13, -13, -1, -14, -13, -14, 10, 6, -20, -5, 18, -16, 11, 28, -13, -1, 3, 15, 9, -2, 0, 0, 8, 11, 2, 11, 22,
    -23, -2, 3, 8, 0, 33, -10, 2, 22, 29, 5, -9, 17, -11, -2, 16, 43, 14, -12, -32, -11, 31, 9, -24, 34, 8, -8, -7, 15,
    -3, 2, -38, -11, -16, 10, -10, 7, 14, -1, 31, -9, -1, -16, 6, -11, -28, -25, -15, 1, -21, -16, 17, -13, 21, 12, 11,
    -30, -20, 29, 12, 0, -4, 2, -4, -12, 10, -10, -30, -7, 20, -5, 37, -7, 5, 28, 14, -19, 24, 10, -24, 7, 25, -60,
    -13, -1, -6, 14, -1, 22, -12, 22, -12, -15, -20, -21, 13, 12, -12, 7, -4, 41, -5, 20, 7, -8, 23, -12, 1, 10, -8,
    -12, -11, 3, -26, 18, -2, 8, -5, 8, 28, 11, -26, -14, 11, -1, -10, -26, -6, -20, 1, -10, -25, -6, 19, -30, 4, -2,
    -10, 10, -6, -2, 8, -5, 51, 31, 12, -36, 0, -1, -4, -23, 11, -19, 5, -26, -39, 27, -1, -27, -11, 16, 3, -21, -17,
    13, -2, -12, 19, -5, -17, 36, -20, -13, -14, -12, -30, 17, 4, 10, -5, 21, 24, 20, 15, 3, 14, 7, 5, 5, -16, -4, -12,
    -21, -26, -3, 16, 13, 15, 0, -22, 40, -1, -22, 16, 17, -5, 12, 42, 5, 16, 58, 1, -2, 3, 22, 2, -28, -12, 7, 28, 29,
    43, 1, -6, 15, -25, -2, 18, -1, -13, -5, -17, 13, 18, 7, -30, -35, 30, 1, 2, 15, -5, 16, -5, 11, -6, 28, -1, 15,
    -16, -30, -23, -2, 28, -4, 38, -22, -5, 40, -7, 14, -43, -4, 16, 4, 6, 0, -21, -8, 32, 30, -29, -40, -48, -41, 26,
    9, 5, -13, 16, -20, 21, -17, 16, 2, 12, 9, 9, 25, -6, -3, -12, 1, -7, -4, 2, 19, -33, -12, -19, 33, -20, 8, -11,
    -15, -10, -23, -12, -34, 2, 17, 20, -21, -16, -14, 0, -3, 26, -6, -38, -36, 2, -4, -2, 30, 10, -37, 24, 20, 6, 16,
    -8, 20, 3, 8, 40, -51, -15, -42, 14, 19, -4, 3, -7, 27, -20, 23, -38, -21, -6, -9, 2, 10, -1, 13, 0, 4, -15, 1, 31,
    -5, -2, 15, 48, -2, -13, -36, 8, 12, -1, 7, 4, -1, -7, 9, 21, 12, -12, 26, -36, -5, 6, 7, 2, 16, 14, -15, 8, 8, 23,
    0, 10, 10, 7, 12, 27, -35, -4, -2, 35, -6, 0, 34, 7, -2, 14, -27, 14, 16, -23, -32, -20, -5, 19, 8, -22, -13, -23,
    -16, -11, 23, 12, 5, -10, 16, -5, 25, -11, -30, -57, -48, -35, -1, -10, -19, -14, -24, -9, 0, -5, -9, 7, 15, -14,
    3, 24, 20, 17, -9, -17, 14, 27, -2, -18, 10, -6, 29, -18, 11, -13, -33, -20, -2, -13, -15, 17, -29, 8, 20, -7, 17,
    19, 0, 2, 7, -30, -1, 20, -20, 7, -24, 16, -3, 5, 4, 8, 5, -7, 8, -22, -24, 7, -10, -16, 6, 24, -8, 33, -11, -12,
    -27, 28, 0, 0, 29, -40, -28, 12, -8, 17, 3, 31, -10, 14, 19, -9, -35, -7, -24, 8, 2, -9, -24, -25, 15, 25, 8, 9,
    -3, -7, -14, 20, -11, 5, -16, -22, 26, 25, 14, -15, 4, -12, 16, 11, -17, -28, -2, 3, -10, -22, -29, 23, 5, -14, 2,
    -13, 6, 3, 38, -3, -6, 12, 16, 13, 8, -36, -38, 10, -18, 9, -10, -3, 1, -14, -12, 3, -24, 10, 3, 13, 2, -21, 8, 2,
    11, 5, 13, 16, -23, 1, -23, 29, -16, -5, 14, -1, 19, 36, 18, 17, 10, 13, -10, -7, -26, 18, -11, -18, -23, 38, -15,
    -12, -1, 30, -7, -16, 13, 16, 7, 11, 19, 7, -6, -5, 1, 1, -5, 23, 0, 5, 17, 19, -7, 15, 33, -14, 28, 8, 2, 1, 6,
    -5, 13, -1, -32, -16, 15, 4, 31, 26, -29, -1, -9, 16, -34, 21, 28, -3, -28, 0, -8, 8, 7, 0, -25, -20, -13, 27, 21,
    18, 19, -22, 11, 8, -14, 12, -16, 23, -13, 4, -15, 21, -35, 2, -5, 18, 2, 12, 5, 2, 6, 5, 23, -16, -23, -3, -15, 8,
    -29, -10, -28, -9, 12, -5, 25, 14, 14, 11, 0, -18, 5, -9, 21, 23, 16, -29, 5, 5, -16, -31, 6, 10, -9, 5, -22, -21,
    23, -22, 17, 11, 14, 18, 21, 1, -22, -12, -27, -15, -2, -7, 19, 19, 4, -28, -13, 3, -9, 3, 8, 10, -7, -7, -2, 9,
    13, 2, 4, 20, 15, 9, -15, 4, 3, -24, -10, 11, -20, 21, -13, 13, 33, 34, -15, -1, -32, -4, -1, -8, -8, -13, 4, 10,
    21, 3, -6, -41, -29, -15, 21, 10, 13, 3, -17, 31, -21, -14, 4, -17, -33, -31, -8, 26, 12, 20, -15, 25, 3, -13, 3,
    17, 32, -2, -19, 11, 11, 18, 5, 7, 12, -38, -4, 7, -36, 1, -3, 15, -13, 13, 5, 29, 7, 23, -11, -35, 31, 23, 8, -51,
    -19, -17, -13, -7, 22, -12, 11, -10, 11, -16, 24, -2, 17, -35, -3, 16, 9, -7, -17, 22, -11, -2, -14, -6, 25, -28,
    -1, 22, -18, -26, -6, 14, -13, 16, -20, 18, 17, 13, 20, 2, -20, -10, 10, -16, 0, -26, -14, 20, 14, 7, -9, 12, 14,
    2, 22, -12, -6, -17, 12, -3, 1, 7, -50, -5, 10, 26, 12, 14, -27, -30, -6, 6, 28, 14, 5, 3, 18, 4, -24, -15, -8,
    -20, 27, 4, 11, 26, 1, 10, 2, 40, -43, -26, 25, 13, 7, -13, -19, 5, 11, -5, -21, 17, -4, -33, 5, 9, -3, 5, -1, -4,
    21, -9, -1, -4, -2, -26, -14, 33, 18, 2, 9, 4, 30, -18, -8, -4, 10, 34, 20, -21, 12, -18, 0, 21, 21, 7, -20, -10,
    28, -28, -3, -24, 14, 22, -4, -3, 23, -15, -6, 4, 10, -11, -21, -8, 3, 24, 7, 12, -12, 1, -18, 23, 2, 9, 42, 6, 21,
    -18, -14, -8, -13, -10, -8, 13, 17, -36, 6, 13, 19, 18, 5, 1, -4, 5, -21, -32, 12, -31, 15, 30, 2, -3, 17, 25, -1,
    23, -8, 14, 27, -12, -13, -5, 15, 2, 12, 32, -16, 9, -19, -43, -30, -17, 22, 29, 13, -3, 7, -9, -47, -3, 0, 30, 12,
    -3, -9, -10, 25, 5, -12, -2, 6, 4, -18, 6, 0, -13, 3, 14, 5, 7, -1, -19, 1, 12, -6, -36, -17, 32, 35, -27, -18, 0,
    -38, 28, 35, 22, 44, 4, -23, -13, -10, -40, -2, 13, 3, -30, 3, 20, -4, -6, -27, 3, 24, -22, 15, 25, 13, -4, 23, 22,
    20, 13, 14, 2, 29, -7, -9, 22, 5, 7, -6, -8, 19, -18, 22, 21, 30, 13, -10, 9, -7, -28, -16, 21, 14, 30, -23, -13,
    26, -35, 24, 35, 7, -9, 5, 5, 16, 29, -6, 9, -28, -4, -11, 4, 8, -28, 8, 17, 18, -26, 24, 6, 5, -9, 3, -6, 17, 6,
    -22, -1, -7, 12, -8, -38, -32, 8, -20, 23, 4, 6, 10, 7, 8, -30, 6, 13, -9, 4, -3, 15, 12, 18, 6, -7, 23, -52, -11,
    0, -34, 4, 7, -1, 13, 8, 24, -5, -38, -9, 20, 17, 38, 34, 4, -34, -49, -1, 15, -12, 11, 9, 21, -15, -7, 3, 25, 15,
    1, -14, 24, 0, 2, -8, -16, 4, 10, -15, 35, -13, -10, 8, 13, 6, 7, 7, -19, 13, -17, -18, -13, 17, -5, -11, 16, -14,
    4, 6, -6, -13, -17, -17, 7, -23, 4, -4, -19, -20, 15, -21, -24, 15, -27, 24, -3, -20, -20, -1, -49, 4, -10, 9, -6,
    -31, -28, 5, -12, 19, -4, -2, 12, 8, 32, 21, 1, -11, -8, 2, 15, 22, 21, 9, 2, -38, 17, -4, -5, -28, -7, -15, 17,
    -5, -11, -17, 4, -10, -14, -13, -1, -24, 33, 5, -14, -6, 9, -5, 21, -1, -12, 6, 24, -1, -7, 14, 16, -25, -9, 40,
    -16, 23, -10, 7, 26, 6, 19, -28, -10, -2, 1, -2, -6, -18, 1, 7, -15, 15, -4, 0, -26, 29, 20, 3, 15, 1, -22, -7,
    -31, 3, -23, 7, 16, 0, -5, -6, -1, 36, 14, 6, -13, 20, -10, 7, 4, -20, 19, 0, -1, 14, -7, 13, 16, -31, 26, -17, 24,
    16, -1, 23, 28, -17, -15, -5, 14, -29, -33, -1, -34, 8, 13, 19, 7, 34, -9, 17, 1, 14, -11, 20, 14, 27, -9, -25, -3,
    -25, -5, -43, -18, 9, 18, -17, 18, -3, 10, -4, -2, -6, 4, 3, -2, 17, -2, 5, 12, 28, 13, -16, -29, 17, -11, 8, 1,
    -13, -7, -1, 1, 33, -24, 12, -2, 10, 8, -5, -17, 10, 31, -11, 15, -5, -26, -3, 17, -22, 6, 21, 6, -2, 30, -19, 19,
    -13, 2, -19, 7, -11, 24, 10, -10, -2, 16, -9, 27, -23, -29, 36, -10, 2, 14, 8, 10, -5, 8, -4, -1, -1, 15, -35, -27,
    -7, -5, -30, 18, -21, 7, -1, 3, -10, 3, -1, -4, 14, -10, 5, 1, -2, 13, 17, -19, -1, 19, -23, 4, -5, 20, 1, -7, -8,
    -14, 8, -5, -35, -1, 15, 24, -18, 10, -12, -2, 2, -45, -4, -14, -2, 27, 33, -26, 30, 22, 5, 15, -9, -47, 0, -21,
    -15, 26, -7, -21, 8, -9, 19, -1, 19, -18, -5, 15, 4, 13, 3, -8, -4, 27, -25, -4, -4, -32, -30, -6, -12, -12, 16,
    -23, 21, 13, 34, -1, -28, 3, 15, -13, -51, -56, 6, -27, -5, 8, 9, 17, -20, -4, -7, -1, -16, -3, -30, 0, -11, -7,
    -17, -19, -9, 1, -6, 0, -16, 0, -2, -6, -15, 2, 3, -2, 31, -17, 5, -26, 2, 12, 8, -11, -2, -4, -4, 33, -8, -13, 20,
    -22, 24, 17, -22, 24, 8, 3, -19, -18, -5, -25, 10, 4, -31, -33, 20, -25, -12, 19};
static const int32_t layer3_push_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer3_push_correction[32] = {
    13440, 3200, 1792, 19072, 9984, -12928, -19712, 2176, 21632, -37376, 7168, 4224, 5376, 2304, -3328, -10880, 2560,
    2432, 8448, 128, -3584, -512, -16256, 7936, 5504, 15104, 8576, -19072, 11648, 1024, -3328, -9728};
static const int8_t layer3_push_shift[32] = {
    7, 7, 8, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 7, 7, 7, 7, 7};
static const struct product layer3_push_weights = {
    layer3_push_weight, layer3_push_bias, layer3_push_correction, layer3_push_shift, 72, 32};
static const int16_t layer3_norm_bias[192] = {
    3, 17, 19, -9, 13, 0, 4, 19, -10, 11, 20, -9, 1, 1, 10, 8, 4, 1, -3, -9, -22, -30, 18, 25, -6, -6, -18, 12, -16, 5,
    -2, -25, 5, 25, 30, 7, 11, -2, 10, 22, -14, -3, 23, -19, -5, 11, 2, 2, 5, 13, -9, -2, -22, -36, 9, 34, 3, -12, -6,
    16, -3, 6, -1, -30, 7, 26, 31, 21, 3, -4, 13, 17, -12, -16, 19, -25, -9, 18, -8, -4, 6, 23, -13, 6, -15, -30, -5,
    31, 11, -13, 9, 14, 13, 6, 3, -23, 2, 16, 18, -10, 14, 0, 4, 19, -11, 12, 19, -8, 1, 0, 11, 8, 3, 0, -3, -9, -21,
    -29, 18, 25, -6, -6, -18, 12, -17, 4, -3, -25, 4, 26, 31, 7, 12, -3, 9, 22, -16, -3, 24, -18, -7, 10, 3, 0, 4, 12,
    -10, -1, -22, -38, 10, 34, 3, -13, -6, 17, -4, 5, -2, -32, 3, 25, 30, 12, 10, -3, 10, 19, -16, -8, 22, -18, -9, 12,
    0, -4, 4, 14, -11, 3, -18, -34, 5, 31, 6, -13, -1, 15, 2, 3, -2, -29};
static const int16_t layer3_norm_gamma[192] = {
    16046, 12227, 11805, 13198, 13683, 8000, 10470, 8838, 12804, 12842, 9051, 13347, 12410, 12949, 12785, 14388, 11907,
    11501, 13148, 11976, 16019, 9993, 16002, 11376, 12443, 11723, 14857, 14725, 7147, 15161, 13282, 14882, 9516, 12607,
    9311, 9970, 11345, 13145, 13299, 13283, 14669, 15297, 11960, 12603, 13601, 13473, 15094, 13908, 14861, 12923,
    13181, 13592, 14600, 12876, 16453, 11268, 12120, 11917, 13853, 14225, 12082, 12323, 14253, 16352, 6907, 12857,
    12357, 9889, 7351, 12347, 12223, 12599, 12336, 16249, 13878, 15023, 11802, 14098, 14141, 11674, 13418, 12414,
    15233, 14068, 13353, 14035, 10010, 7707, 10912, 14343, 10047, 13066, 5276, 12309, 8840, 17448, 15603, 12498, 11418,
    13226, 13404, 8177, 10038, 8683, 13351, 12240, 8335, 13794, 14282, 12622, 11091, 14744, 10137, 11294, 11907, 13616,
    15272, 10130, 15542, 12498, 11995, 12103, 14194, 14201, 10212, 15570, 14385, 14201, 8619, 12648, 9198, 9793, 12533,
    16575, 11669, 11872, 14125, 14462, 16612, 13650, 12351, 13323, 14035, 13583, 12172, 10464, 12333, 13608, 11653,
    11470, 15586, 14339, 11205, 10064, 13268, 14333, 13814, 13039, 14231, 16019, 6353, 12959, 13412, 9632, 11560,
    16338, 14610, 11288, 14410, 15558, 8414, 13903, 12892, 12830, 13098, 14176, 11806, 13589, 13410, 13112, 12540,
    13393, 8484, 11084, 14919, 12959, 11419, 13541, 7769, 12463, 9239, 15129};
static const int16_t layer3_norm_beta[192] = {
    2092, -4943, -7665, 62, -2991, -7926, -7715, -11374, -481, -1617, -13042, -2740, -2348, -3105, -4913, -730, -88,
    -4443, -1167, 131, 443, -8442, 813, -4143, -3397, -2434, -2406, -870, -15184, 508, -3511, -861, -10217, -2882,
    -11582, -8768, -4545, -1367, -657, -5846, 38, 461, -8927, -3416, -3158, -1822, -4028, -1746, -65, -3577, 1368,
    -3655, -4094, 1673, 638, 180, -4650, -6242, -2972, -2031, -4082, -4767, -1003, 1878, -12113, -4997, -2180, -6876,
    -9233, -5971, -3580, -3501, -2721, 2227, -2977, -432, -5411, -725, -1234, -4601, -1821, -3741, 296, -587, -4707,
    -1671, -11508, -8722, -7058, -1468, -8323, -2418, -18579, -1029, -9327, 4672, -2099, -3950, -7887, -3352, -2853,
    -5349, -8279, -11142, -556, -3981, -16144, -2444, -2021, -4711, -6745, -836, -4101, -5489, -3651, -1725, 770,
    -7883, -86, -3178, -4112, -1486, -1969, 440, -10110, -402, -3158, -2182, -8978, -2394, -10786, -8843, 204, 3761,
    -2588, -6629, -1178, -1650, -1917, -1090, -1509, -2016, -6003, -1843, -853, -5268, -1698, -3866, -3447, -1900,
    -971, 3231, -6381, -7054, -5037, -257, -936, -857, -2027, 876, -13668, -2713, -2779, -10664, -352, 1445, -810,
    -4426, 1273, -2026, -10251, -707, -892, -2350, -5613, -618, -2577, 502, -2517, -5672, -3434, -1685, -9850, -6131,
    -494, -2989, -3369, -2135, -11148, -3537, -7423, -1746};
static const int8_t layer3_projected_weight[768] ALIGNED_64 = {
    -54, -54, -4, -20, -4, 14, 15, -5, 2, 12, 1, 17, 12, -24, 4, -5, -15, -20, -13, -23, -16, -17, -21, 15, 31, 27,
    -24, -27, 20, 5, -1, 17, 57, 37, -35, 47, 3, 9, 29, 33, -17, -37, 33, -5, -28, 19, -5, -10, -2, 4, 6, 20, 22, -30,
    8, -24, -20, 10, -21, -18, 0, -1, 13, -34, 16, -6, 15, 1, -23, -6, -7, -22, 11, 26, 5, 29, -20, -16, 33, -13, 30,
    11, 5, 6, 29, 28, 26, -21, -29, -39, -6, 30, 0, 13, -35, -9, -15, -10, -44, -50, -7, -8, -18, -9, -28, 1, 17, 9,
    24, 1, -7, 11, -25, 11, 0, -18, -38, -4, 27, 22, 29, 4, 0, 28, -1, -22, 23, -3, 41, -5, -30, 18, 14, 30, -5, 37,
    -14, -9, 16, -8, 7, -26, -21, -15, 21, 3, 17, -46, -19, -11, 13, 16, -4, -21, 37, -18, -9, 21, 19, -37, -1, 5, -30,
    -3, 24, -8, -6, 28, -20, -51, -53, 13, -10, -17, 4, 4, 6, -9, 7, -13, -14, -51, -22, 7, -3, -9, -21, -22, -7, -19,
    -15, 30, -50, -63, 6, 25, 10, 18, -1, -10, 2, -9, -9, 38, -1, 19, 5, -12, 6, 26, 14, 10, -39, -14, -2, 23, -15, 12,
    -13, -6, -11, -6, 28, 20, 32, 23, -36, 18, -7, -1, -23, -18, 11, -25, -7, 22, -9, 22, -11, -13, -9, 12, -21, 9,
    -15, -22, 11, 31, 15, -8, 16, -41, 7, -10, -11, 22, 42, 9, 18, 11, 7, -16, 14, -5, 9, 4, -1, 4, 11, -30, 0, 19, 4,
    21, -9, -11, -18, 3, 26, -16, 4, 7, -5, -3, 6, 25, -17, 10, -20, -38, -6, -53, 5, 2, -12, -19, 15, -12, 0, 3, -1,
    -14, 37, -1, 28, -26, -17, 34, -6, -10, -1, -3, 11, 13, -5, -21, -24, 19, 5, 7, 57, -24, -48, -1, -20, -21, -17,
    10, -5, 5, -14, -7, 1, 9, -3, -21, -5, -26, -6, 14, -16, -18, 14, 11, 9, -39, 44, 41, -10, -4, -15, 5, -29, -15,
    48, 17, -14, -15, 17, 24, 31, 15, -32, -7, 18, -14, 4, -19, 2, 17, -10, -16, 3, 10, -14, -25, 16, -28, 6, 17, 17,
    3, -3, -9, -12, 60, -7, 7, -32, 5, 18, 2, -17, -7, 14, 23, -7, 10, -13, 0, -17, 7, 17, 28, -24, -11, 51, 28, -22,
    5, -36, 2, -18, 7, -35, -12, 37, -6, -3, -9, -31, 3, 10, 4, 25, -47, -15, -25, 5, 7, -7, -21, 9, 7, 5, 16, -30, 16,
    9, -5, -17, 5, 3, -14, 6, -24, -12, 12, -26, 53, 26, -30, 18, 5, -27, -5, -7, 7, -19, 7, -45, -18, 36, 23, 40, -24,
    -18, 5, 8, -51, 1, 12, -10, 13, -1, 17, 22, 4, 25, 9, 8, -10, 35, 8, 26, -6, -31, 7, 0, 21, -63, -50, 34, -16, -17,
    -29, 3, -17, 32, 3, 19, -17, -29, -2, -28, -11, 5, 9, 3, -6, 7, 25, 41, 52, 54, -11, 11, 13, -12, 11, 5, 23, 20,
    -11, 7, -25, -39, 0, -47, 19, 9, 24, 13, 11, -27, 38, -1, 15, -3, -17, -7, 32, 24, 7, 10, 22, -28, -21, -3, -9, -6,
    3, -30, -21, 12, -12, 17, 3, 22, -24, 24, -18, -41, -23, -20, 0, 8, 37, 22, 16, -5, 1, -23, 9, 19, 43, 42, -36, 47,
    41, 7, 36, -3, -3, 21, 21, -16, 27, 16, -3, -26, -3, -20, 6, -53, -13, -58, 29, -61, -47, -61, -30, -19, -1, -22,
    9, -15, 23, 9, -3, 15, 25, -13, -1, 0, -39, -1, 2, -33, -34, -23, -11, -10, 2, -11, -20, 9, 37, -41, 27, -2, -28,
    34, -2, 6, 26, 3, 4, -30, -6, -2, -40, -63, -22, -24, 26, 5, 6, -19, 21, -10, 16, 19, 13, 21, 5, 1, -53, 59, 22,
    18, 49, -4, -12, -12, 13, 35, -16, -22, 2, 11, -12, -9, 11, 9, 16, -15, -1, 4, -10, -11, -63, 16, 21, -26, 6, -10,
    -10, -15, 7, 29, 12, -19, -18, 22, 2, -5, -3, -1, 38, 20, -7, -2, -31, 28, -40, -20, 17, -15, 4, -29, -2, -19, 0,
    -16, 35, -4, 0, -8, -23, 39, -28, 7, -33, 30, 26, 28, 48, -16, 19, -7, -44, -33, -7, 21, 9, -24, 8, 24, -20, 6,
    -18, 32, 15, -29, -13, -39, -41, -7, -16, 24, 23, -43, 9, -27, -37, -17, 22, 21, -15, 0, -24, -15, -10, -4, -38, 1,
    -5};
static const int32_t layer3_projected_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer3_projected_correction[32] = {
    -12800, 896, 13440, -11136, 1792, -3072, -896, 4480, -12928, 1152, -15872, -1920, -1280, -17664, -6656, -1664,
    20352, 1920, 12672, -8192, -2944, 12160, -22656, 2816, 13312, -9344, -55040, -10752, -6400, -7680, 3840, -4608};
static const int8_t layer3_projected_shift[32] = {
    8, 7, 7, 7, 7, 7, 8, 7, 8, 7, 7, 7, 7, 7, 7, 7, 8, 7, 7, 7, 8, 8, 7, 7, 7, 7, 8, 7, 7, 7, 7, 7};
static const struct product layer3_projected_weights = {
    layer3_projected_weight, layer3_projected_bias, layer3_projected_correction, layer3_projected_shift, 24, 32};
static const int16_t layer3_projected_norm_gamma[192] = {
    12260, 13506, 10989, 11002, 16355, 9989, 16188, 14452, 14414, 13114, 12131, 15194, 15090, 9290, 14510, 11223,
    15030, 7692, 12138, 15850, 14532, 12429, 15765, 11991, 11737, 14839, 13144, 14990, 11446, 15022, 11182, 14097,
    13666, 14597, 8421, 17196, 14342, 15295, 11284, 14827, 13929, 14710, 14213, 13415, 8953, 15422, 15076, 12670,
    13116, 15406, 15602, 18553, 10937, 13373, 15516, 14113, 13073, 14830, 16248, 17975, 16528, 15372, 13535, 13381,
    15313, 13402, 7745, 12609, 9670, 12627, 8578, 10074, 12086, 11033, 16938, 16890, 13470, 21975, 15660, 15522, 13075,
    13569, 12150, 14978, 15653, 16563, 5117, 11544, 15447, 13642, 20200, 11811, 9459, 14363, 12218, 14293, 14336,
    10988, 13436, 5632, 16630, 11782, 15871, 14285, 14236, 8006, 9465, 15202, 14142, 9457, 13716, 13017, 13925, 9620,
    13868, 15647, 14847, 11557, 15207, 13874, 8885, 12011, 13756, 15982, 14953, 15196, 10878, 11697, 12921, 13986,
    9834, 14703, 13453, 19188, 11962, 15014, 14384, 13102, 13534, 15514, 12812, 15253, 14591, 12685, 11851, 14375,
    14111, 15635, 13101, 12833, 15667, 15062, 11712, 12976, 14833, 19523, 16864, 15140, 14852, 14365, 13883, 13289,
    9334, 12241, 7933, 11591, 8146, 9736, 12562, 11398, 16881, 16394, 10837, 17627, 14200, 13359, 11779, 12388, 11682,
    13602, 16254, 15945, 9262, 8066, 13956, 14556, 17582, 7133, 9967, 12914, 13658, 14838};
static const int16_t layer3_projected_norm_beta[192] = {
    1098, -5596, -10152, -6003, -2116, -12682, -159, -6338, -2294, -5705, -7154, -6131, -4538, -6450, -3516, -7419,
    -172, -15039, -9793, -3470, -3404, -5146, -698, -2772, -17181, -9928, -4682, 581, -3707, -1682, -10003, -6875,
    -4307, -2263, -23203, -1621, -3205, -5280, -9181, -5440, -2782, -7688, -1040, -8932, -6532, -1422, -9138, -3914,
    -4977, -7269, -840, -1725, -14130, -3406, -1402, -1498, -11759, -10308, -6007, 1048, -4879, -1928, -5187, -12875,
    2302, -9999, -21652, -9808, -10299, -3680, -13899, -10437, -5217, 539, -12078, -7273, -5714, 3541, -1016, -268,
    -1121, -6985, -6988, 1818, -10536, 306, -26188, -8644, -4429, -4099, -17095, -1649, -19418, -8717, -7060, -3180,
    -3439, -11145, -11188, -14610, -416, -10875, 5092, -3475, -2682, -13901, -11803, -2452, -5190, -10316, -6784,
    -7817, -3365, -17156, -9773, -6683, -1170, -12077, -2959, 3756, -16009, -7496, -3807, 4083, -2655, -2763, -9643,
    -11080, -5790, -1703, -20653, -6246, -5697, 6263, -5402, -3963, -5167, -6340, -4467, -3609, -2841, -4499, -8059,
    -4791, -6190, -9208, -2760, -4992, -8046, -7628, -10198, 3180, -11352, -7455, -9851, 3018, -4581, -4927, -3875,
    -9751, -6149, -6792, -9949, -11096, -12107, -316, -9183, -10980, 2347, -8809, -9690, -745, -5221, -1111, -10817,
    -4116, -1781, -6022, -5295, -5248, -10419, -488, -20619, -14344, -6865, -6661, -6591, -4365, -17055, -10188, -1024,
    -5911};

/* layer4 */
static const uint16_t layer4_gathered_begin[19] = {
    0, 1, 2, 2, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t layer4_gathered_source[16] = {
    0, 1, 1, 2, 0, 2, 1, 5, 3, 4, 4, 5, 3, 5, 2, 4};
static const int8_t layer4_gathered_coefficient[16] = {
    62, 75, 55, 43, 57, 57, 60, 44, 57, 74, 50, 47, 59, 41, 44, 75};
static const struct graph layer4_gathered_graph = {
    layer4_gathered_begin, layer4_gathered_source, layer4_gathered_coefficient, 18, 7};
static const int8_t layer4_push_weight[3072] ALIGNED_64 = {
    27, -11, 19, 35, -12, 2, -19, 0, 3, 10, -47, 5, 15, 1, 1, -8, 36, 16, 18, 2, 16, 2, 12, -23, -5, 9, -21, -13, 11,
    6, 23, 8, -6, -11, -15, -29, 23, -18, -26, 9, 35, -24, -11, 7, -13, -20, 5, 7, 5, -7, -33, -4, -26, 12, 9, 37, 4,
    -12, 16, -9, 39, -19, 25, 1, -4, -8, 18, -28, -19, 0, 1, 1, -28, -11, -13, -11, 1, -8, -1, -12, -14, 16, 16, 10,
    -3, -7, -5, -15, 17, 0, 7, -18, -7, 26, -19, -2, 4, 12, -14, -17, -10, 21, -16, -13, -9, 3, -22, -33, -15, 0, 19,
    3, -16, -23, 28, -12, -1, -26, 21, 4, 3, -9, 7, 19, 12, -9, -15, -3, 16, -18, 18, 8, -5, 31, 9, 16, -10, 7, 20, 22,
    18, 23, 19, 20, -8, -26, -13, 4, 19, -5, 13, 10, 2, -17, 0, 12, -12, -21, -23, 0, 20, -32, -6, 1, -8, 3, -36, 4,
    13, -15, -7, 14, -18, -26, -7, 13, 21, -44, 8, 13, -3, -22, 11, 14, -14, 16, -11, -8, -5, 5, -13, -20, 10, 29, 29,
    -8, 6, -21, -28, -6, 3, 19, 12, -20, -5, -10, -20, -18, 14, -8, 21, 16, -29, 24, -7, -3, -4, -2, -2, -15, -2, 21,
    -9, 21, -18, 14, -8, 5, -10, 18, -33, 9, -10, -8, 10, -14, 15, 0, 31, -1, -18, -15, 18, 6, 13, -20, 14, -11, 6,
    -11, 5, 3, -3, -17, -1, 17, -18, -13, -11, 13, 10, -6, 15, -2, -8, 13, 9, 1, -8, 9, -13, 0, 9, 16, -22, -3, -25, 2,
    4, 9, 12, 1, -10, 2, 4, -1, -4, 8, 15, -13, 7, 2, -10, 21, -7, -11, 1, -20, -24, 20, -21, 9, -25, 21, 15, -5, 3,
    14, 7, 0, 15, 22, -24, 6, 19, -11, 27, 18, 16, -19, 6, 25, 12, 12, 15, 26, -2, 10, 24, 18, 19, 8, -17, -5, 31, -22,
    8, -14, -10, -12, -11, 8, -7, -14, 13, -18, -30, 14, -10, -35, 6, 18, -1, -24, 17, 1, 12, -2, 27, 21, -19, -1, 33,
    -4, 28, 6, 25, 16, -20, -35, -8, 4, -22, -32, -3, -17, -5, -6, -13, -11, 18, -13, -11, 7, 3, -6, -32, -3, -16, -25,
    -1, -14, -9, 17, 47, 7, -10, 3, 47, -7, -9, 1, 22, 29, -3, 3, -27, 10, 9, -16, -7, 28, 14, -4, -25, 4, 13, 3, 26,
    -19, -6, 19, 31, -20, -21, 13, 17, 1, 8, 32, 16, 10, -5, 19, 21, -9, -9, -13, -35, 13, 11, 14, -34, 0, -26, -10,
    -19, -18, 2, -4, -32, -4, -24, -5, 19, 27, 30, 20, 24, -17, -13, -5, 25, -30, -7, -16, -12, -1, -12, 15, 10, -1,
    -22, -19, 5, 4, -20, 22, -8, -5, 2, 4, -12, -16, 11, 2, -2, 9, 17, -18, 17, -9, 19, 27, 23, 7, -9, -24, 9, -23, 19,
    -13, -17, 5, 14, -31, -21, -11, 9, 3, 5, -24, 19, -21, -1, 21, 27, 4, -14, 14, 7, -13, -14, -5, 9, 24, -16, 18, -9,
    22, 8, -9, 11, 7, -26, 8, 1, -7, 9, 20, -11, 6, 13, 17, -22, -24, 16, 7, 4, 17, -17, 8, 1, -27, -5, 21, 19, -19, 3,
    -6, -14, -7, -4, -2, -23, 2, -16, 22, -16, 11, 30, 9, 24, 24, -15, -6, -17, 1, 22, -24, -21, 22, 0, 21, -27, -11,
    -15, 4, -26, 0, 6, 16, -16, 1, -12, 18, 13, -5, -1, 33, -2, -26, -5, 3, 3, 0, 8, -1, 8, 8, -28, -11, 10, 38, -10,
    -15, 19, 10, -37, -25, 4, 13, -1, -18, 6, -28, -10, 8, 12, -6, 8, -16, 18, -39, 12, -25, -25, 43, 14, 23, -4, 19,
    34, 4, 0, 35, -29, 24, -13, -34, 8, 33, 22, -1, 31, 20, 14, -19, -23, -1, -11, -8, -32, 5, -11, -39, -12, 12, 8,
    -25, 16, 4, 18, -21, 20, -15, 6, -14, -4, -17, 29, -15, 13, -3, -33, -30, -8, 32, 21, -58, -10, 19, -11, -21, 30,
    -3, -5, 21, -3, -4, -9, 1, -16, 6, 23, 38, 3, 14, -8, 4, -4, -4, 7, -9, -12, -6, 10, -9, -10, -2, -8, -12, 15, 4,
    3, 0, -9, -12, -1, 3, -20, 14, -18, 33, 1, -3, -14, -1, 4, -9, -15, 32, -2, -11, 11, 26, 19, -1, -25, -19, 13, 16,
    -2, -18, 35, 0, -30, -22, -12, -16, 0, -27, -1, 2, 7, -3, -16, -7, -17, -28, -29, 0, -8, -19, 5, 10, 6, 20, 1, -9,
    -13, 43, -10, -2, -7, 3, 0, -25, -12, 8, 12, 21, 11, 9, 23, -16, 6, -16, -8, 17, 9, 13, 0, 5, -12, -6, -23, 11, 0,
    -13, -33, 11, -13, 17, 0, 19, 5, 0, -8, 33, 26, 9, 20, -2, 6, 17, 30, 20, -1, -12, -28, 2, 7, 24, 26, 18, -12, 5,
    15, 21, 33, 0, -14, 9, -6, 11, -1, 6, -11, 7, -8, 8, -5, 11, 36, -7, -12, 0, -7, 4, 8, -25, -6, 9, 17, -3, -3, -1,
    -2, -4, 47, 19, -19, 1, -16, 9, 16, 17, 21, -7, 34, -13, 0, -1, 6, -32, -29, 7, -2, 7, -46, 19, 1, -29, 46, -1, 8,
    -2, -17, -4, -21, -3, 4, -7, 9, 15, 19, -37, -26, 4, 23, -25, -10, 5, -30, 37, 13, 8, -5, -19, -12, -21, -2, 30,
    20, -23, 2, -16, 6, 8, 25, 9, 27, -23, 47, -24, -3, 10, 49, -3, 5, 24, -1, -13, -25, 11, 31, -17, -13, -1, 3, -3,
    12, -8, -4, 7, -7, -10, -23, -9, -15, -7, -18, -10, 4, 32, -11, 29, -10, 0, 15, -9, -20, 23, 8, -21, 24, -27, 0,
    -14, 28, -20, -19, -3, -13, 11, -7, -38, -8, 17, 5, 13, 16, 4, 11, -19, 1, 24, -15, 28, 18, -12, -6, 25, -27, 21,
    -4, 24, -8, 22, 11, 1, 30, -37, 4, -19, 45, -34, -6, 7, 8, 13, 6, 5, 19, -22, 24, 17, -6, -1, -2, -15, -19, 3, -46,
    -26, 14, 29, -45, 26, 19, 1, 5, -13, -15, 10, -14, -10, -2, 13, -21, -10, 19, -10, 25, -3, -13, 6, 7, 31, 14, -15,
    -1, -14, 11, 0, -3, 6, 12, -8, -2, -27, 15, 12, -15, -10, -6, 6, -12, 41, -2, 7, 30, -7, 9, 7, -7, -34, -5, -7, -1,
    -5, -13, 1, -13, 29, -21, -13, -14, -33, 4, -28, -21, -26, 11, -1, -11, 7, 11, 48, 1, -19, -8, 10, 19, 15, -8, 22,
    1, 21, 13, 46, 23, -15, -20, 26, 9, 18, 12, -27, 13, -2, -12, -7, -8, -27, -17, -1, 7, 27, -1, -16, 12, -15, 21,
    -33, 22, 5, 2, -2, 16, 17, 25, -31, 26, 1, -10, 30, 1, -15, 13, -22, 14, 11, -6, -16, -20, 14, -20, -15, -5, -19,
    -17, 9, -3, 12, -33, -22, -31, -10, 8, -19, -13, 15, 22, -38, -10, 15, 15, 9, 1, 16, 33, -4, -7, 1, -42, -34, 9, 0,
    28, 9, -4, -11, 5, 9, 6, 5, 18, -3, 2, -7, 6, -27, -25, -22, -18, 31, 48, 29, 11, -27, -2, 14, 7, 13, -23, -22, 16,
    9, -12, -15, -20, -7, -9, -1, -9, 19, -31, -7, -9, -15, 17, 14, 23, -15, -25, -8, -16, 20, -20, -13, -17, -7, -27,
    17, 6, -1, -6, -24, 23, -32, 26, -16, 16, -13, 8, 23, 16, -7, -15, -35, -18, -18, 37, 15, -5, -21, -14, 10, -12,
    -2, -22, 14, 8, 10, 2, -2, 4, 9, 9, -5, -18, 24, 13, 15, 16, -7, 5, -30, 17, -24, -12, 4, 16, 3, 23, 1, 18, -14, 8,
    -17, -4, 4, -17, 13, 5, 0, -35, 39, 9, -18, -4, 18, 10, 3, -17, -8, -9, 14, -7, -4, -5, -23, 14, 24, -18, 3, 5,
    -23, -2, -13, 17, -42, -12, 4, 36, -7, 12, 6, -14, 9, 33, -2, -2, -2, 7, -17, 16, -3, -8, 21, -11, 15, 25, -14, 37,
    9, 19, -15, -4, 20, -12, -16, -21, 21, -9, -31, 35, 4, 30, -14, 30, 42, 5, -11, 32, 12, 32, 17, -2, -4, -2, -15, 9,
    -27, -22, -30, -2, -6, -2, 4, -16, 9, -10, -35, -5, 13, 21, -4, -28, 19, 23, -5, -3, -25, 4, 23, 24, 8, 7, -28, 10,
    13, 4, -8, -9, 39, 8, 11, -18, -10, 12, -14, -6, -4, 7, 4, -7, -29, -6, 11, 24, -3, -5, 3, 12, -4, 18, 22, 1, -3,
    10, 7, 16, 3, -2, -3, 44, -30, -8, 19, -10, 29, -17, -13, -24, 7, 1, 0, 9, -16, -25, -10, -26, 22, -9, 18, -3, 25,
    -14, 33, 2, -40, 16, 0, 21, -16, 1, 0, 3, 4, 19, 26, -32, 7, -30, -13, -17, -15, 10, 13, 10, -16, 11, -6, 13, 10,
    27, 27, 5, -22, -12, 2, 6, -2, 0, 6, -4, 24, 7, -1, 14, -9, 24, -12, -4, -6, -1, -25, -9, 6, 13, 5, 38, 15, -17, 1,
    7, -1, 12, -2, 21, 4, -16, -4, 12, -21, 4, 6, -6, 19, 11, -3, 0, -30, 19, -15, 0, 13, -2, 11, 5, 10, -5, 7, -1, 21,
    18, -13, -15, -8, -23, 6, -5, 10, 14, 9, -18, -29, -26, 3, 10, 13, 13, -3, 19, 19, -16, 2, 16, -4, 12, 3, 3, -9, 0,
    -6, -16, -17, 8, 2, 7, 19, 4, 6, 1, 23, 16, -9, 2, 31, -9, 3, -11, 0, 8, -3, -1, 22, 11, -19, -16, 1, -6, 4, 3, -7,
    12, -19, -4, -11, -2, 1, -6, 5, -3, -7, 8, 5, 9, 18, 3, -12, 29, -6, -10, 21, 18, 7, 17, -15, 8, -9, -17, 27, -9,
    -1, 12, 1, -7, 10, -2, 2, -1, 6, 5, -35, 6, 13, 4, 5, 20, -12, -20, 19, 15, 7, 32, -7, 0, -30, -18, -3, 28, 16, 13,
    4, 17, 12, 1, -1, 10, -28, 1, 6, 7, 0, 20, 0, -10, -18, -29, -11, 26, 11, -1, -1, -5, -2, -16, -19, 15, 4, -27, -5,
    24, -40, -12, 0, 24, 10, 8, 19, 2, 6, 0, 5, 4, 15, -22, 12, 15, -22, 8, -12, 0, -10, 9, 13, 17, 8, -19, 10, 13,
    -26, 5, -6, 0, -9, -6, -2, 4, 12, 9, 14, 9, -14, -6, -15, 8, -11, 13, 14, 0, -22, 23, -9, 11, 17, 4, -1, -6, -11,
    -10, -11, -20, 9, -26, -19, -12, -18, -3, -9, 8, -6, 5, 11, -24, -7, 11, 8, 8, -5, 4, -8, -16, 12, 20, -42, 1, -9,
    14, -8, 2, -17, -3, -1, 10, 11, 8, -23, -15, 13, 15, -10, -22, 17, -26, -1, 13, -10, 4, 23, 23, 1, -13, 5, -23, 5,
    25, -6, 17, 3, 9, 11, 2, -13, 6, 4, -3, 12, 18, 3, 21, 3, -16, 26, 15, 23, -16, 0, 4, 5, -13, -6, -25, -17, 6, 26,
    15, 12, -17, -7, -20, 11, -22, 7, 4, -19, 7, 7, -3, -23, -11, -2, -18, 0, 3, 1, -17, 6, 19, 7, -17, -2, -6, -13,
    -12, -7, 0, -2, 24, 28, -10, 2, -32, -29, -22, -10, -3, -5, -12, 11, -2, 10, 27, 1, 27, -13, 38, -3, -6, 23, 7,
    -16, -14, 5, -12, 5, 13, -10, -5, -15, 2, 14, 37, -7, 20, -11, -16, -18, -6, 2, 8, 13, -9, -8, -13, 11, 15, 1, 5,
    -24, -10, 25, 11, 7, -22, -12, -1, 12, 2, -3, -13, 18, 25, -16, -34, 16, -20, -17, 36, -18, 11, -15, -13, 12, -18,
    -20, 21, -17, -7, 21, 32, 31, -14, 4, 20, -2, -5, -17, 11, -14, 9, 2, 12, 10, 12, 4, 1, -11, 21, -15, 29, -41, 10,
    -41, -1, -8, -32, 21, 0, 18, 7, -10, -41, 29, 15, -4, 6, -13, 26, -9, 6, -9, -20, 17, 7, -18, -3, 7, -14, -20, 18,
    -14, 11, -29, -16, 8, -2, 8, 18, -7, -1, 18, 7, 11, 5, -6, 6, 10, 21, -25, -17, -3, -19, 32, 27, -21, 10, -10, -4,
    16, -12, -8, 19, -23, 18, -7, -11, 7, -31, 34, 20, 14, -16, -11, 1, 11, 1, 12, -16, -13, -39, 25, -28, -2, -5, 24,
    13, 16, 11, -6, 4, 15, 15, -12, 15, -27, 6, 9, -35, 15, 17, 24, -20, -14, -14, 0, 19, 3, 0, 20, 36, 12, -17, 5, 35,
    30, -20, -14, 14, -15, 20, 10, 23, -13, -4, 42, 14, -16, -12, -11, 23, -14, -9, 11, -13, 12, -12, -3, -27, -40, -5,
    -15, 6, 14, -13, 1, 18, -9, -32, -8, 2, -36, 16, 13, 17, -4, -4, 5, -8, -26, 3, -14, 6, 7, -3, 9, 6, 34, -1, 15,
    -6, 19, 0, 15, -10, -6, 26, 2, -22, 7, 19, 14, -9, 19, 21, -1, -18, -4, -11, -7, 15, 10, -33, 7, -18, -9, 37, -4,
    20, -2, 7, -1, 16, 13, 41, 3, 30, -39, 21, 8, -1, -35, -1, 4, -9, -36, 16, -2, -8, -10, -6, 23, 6, -41, 8, -20,
    -16, -5, -5, -1, 25, 20, -14, 8, -5, 2, 5, -4, 6, -20, 6, -6, 12, 32, 3, 10, -15, -10, -19, -6, 27, -19, -10, 23,
    16, -18, -9, 11, -15, 22, 7, 10, 14, 1, 5, 5, 33, 25, -18, 10, 4, 8, -14, -24, -4, 2, -21, -17, -17, -2, -4, 3, -9,
    -13, -5, 10, 17, -15, 24, 18, -24, -11, -8, 21, -6, 3, -3, 6, 6, 8, 0, -38, -20, 20, 4, 27, 8, -28, -11, 3, 21,
    -21, 12, 2, 2, 30, 22, -33, -23, 20, 22, 11, 1, -8, -16, -16, 11, -14, 2, -10, 12, -9, 14, -28, -17, -31, -9, 13,
    20, -2, -5, -15, 5, 2, 17, 5, 20, -9, 7, -28, 4, -26, 5, 6, 4, 1, 21, -4, -8, 21, -11, -12, -18, -12, 2, -4, 29,
    -18, -19, -12, -3, -17, -6, -6, -1, 5, 6, 4, -7, 11, -15, -26, 9, 2, 4, -10, -8, -1, -13, 7, 22, 6, 17, 12, -33,
    37, 5, -34, -6, -3, 2, -9, 7, 5, -7, 8, 20, 5, -14, 6, 3, 24, 9, 10, -25, -22, -18, 12, -13, -27, -13, 30, 4, -2,
    18, -2, 4, -16, -21, -15, -14, -11, -22, -14, -3, 18, 19, -34, 14, -28, -11, 0, -11, 11, 1, -36, 10, 11, -8, 1, 7,
    -3, 9, -6, -12, 5, -6, 11, 0, -4, -30, -1, 11, 14, -11, -2, -16, 15, -13, -24, 5, -5, -10, 16, 14, -10, -10, -3,
    20, 18, 32, -3, -18, -31, -38, 26, 24, -21, -4, -33, 17, 0, 40, 21, 16, 2, -1, -28, -4, 15, 2, -17, -4, -15, 27,
    11, -25, 23, 17, -39, -4, 4, -3, -25, -1, -4, 11, 11, -10, 9, 5, 16, -9, -6, -37, 7, 22, -28, -3, 0, 30, -26, -2,
    8, -12, 10, 3, -1, -14, 25, -1, -17, 27, -18, 17, -18, 2, -21, -17, -40, 33, 14, 0, 21, 12, 8, -9, -16, 1, -18, 15,
    5, 18, -6, 26, 45, 3, 0, 10, -13, -7, -21, -17, -11, 11, -30, -1, -16, 26, -9, -18, 3, -4, -13, 12, -12, 17, 1, -6,
    13, 10, 6, -17, 37, -2, 0, 8, 24, 16, 3, -11, 5, -6, 1, -5, -9, 11, 18, -12, -13, -31, 8, -14, 19, -6, -18, 8, 26,
    -30, -9, 4, -21, 11, -14, -15, 10, -4, -6, -18, -21, 22, 19, 9, -17, 15, 4, -24, 22, 20, -1, -6, 0, 6, 11, 11, -24,
    25, -18, 1, 24, 2, -21, 23, 7, -17, 24, -11, -28, 17, -7, -24, -18, -4, 2, -7, -19, 7, -21, 20, 6, -12, 11, 4, -2,
    -2, -5, -3, 16, -16, 23, -12, -10, -9, -14, -10, 18, -3, 3, 4, -6, -21, 25, -5, -15, -16, 9, 0, -30, 4, 2, -22, 6,
    -5, 12, -10, 6, 9, -37, 7, 8, -10, 12, 4, -9, 21, -15, 10, -17, 35, -24, -7, -4, -3, -17, 8, -10, -12, -34, -4, 6,
    -7, 4, -7, 13, 32, 8, -22, -6, -24, -13, -25, -12, 21, 11, -23, 10, 10, 0, 17, -8, 7, -24, 38, 23, 20, 27, 15, 18,
    17, 5, -4, -11, 5, -8, -39, 17, 4, -4, -18, -4, 7, 13, -16, -2, 18, -2, 1, 29, 2, 0, -11, 6, 17, 22, -13, 1, -3, 4,
    -5, -14, -11, 5, 23, -21, -14, -10, 14, 6, 25, -5, 24, 14, -29, -14, -33, -6, 3, -5, -9, 9, 28, 11, 25, -15, 1, 5,
    15, 35, -3, -6, 11, 3, -4, -26, 11, -14, -7, 12, 34, -17, 14, 8, 21, -13, -18, -6, -31, 25, 17, -15, -5, -46, -10,
    22, 18, 20, 2, -9, -1, 31, 11, -1, 6, 36, 17, 11, -10, 12, 5, -13, 6, -13, -12, -26, -3, -18, 5, -6, 31, -9, -6,
    15, 15, 35, -24, -18, -1, 22, -5, 6, 4, 18, 8, 8, -11, -8, 2, 9, -18, -2, 6, 25, -20, -21, -12, 24, -34, -20, 1, 8,
    23, 6, -21, -8, -12, 1, -25, 7, 5, -6, -18, -20, 22, 15, -5, -30, 7, 13, 1, -5, -16, 3, -2, 8, -3, 9, -30, -12,
    -13, -22, -24, -1, 25, -5, 6, -16, 15, -6, -14, -9, 20, -18, 4, -4, -21, -13, -6, 2, 1, -4, 15, 6, 7, -14, -1, 4,
    -8, -9, -10, 2, -6, -3, 11, 2, 6, 6, 4, -32, 23, -12, -2, -6, -21, -18, 17, 18, 24, 23, 20, 7, -30, 17, -24, 22,
    -1, 26, 20, -22, -3, 14, 14, 10, 39, -21, -6, -24, -26, 51, -3, -22, 7, -14, 11, -15, 19, -11, -17, 28, -14, -27,
    7, -5, 9, -20, -11, -35, 1, 31, 17, 22, 3, -20, 12, -17, 16, -6, 11, -8, 21, -4, -11, 8, 25, 9, -15, -10, -27, 22,
    12, -18, -13, -5, 1, 9, 12, -9, -5, 15, 6, 0, -19, -12, -30, -5, -3, -17, 26, -17, -17, 11, 8, 11, 23, 2, -16, 17,
    22, 24, 4, 14, -26, 12, 9, -44, 4, 11, -7, 7};
static const int32_t layer4_push_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer4_push_correction[32] = {
    31744, 16896, 2304, 8960, -4992, 2688, -36096, 2944, 5760, 35968, 8832, 23296, -7808, -27136, -11520, -17792, 1664,
    896, -11648, 10752, -2432, -7680, 15232, -20992, 4480, -13952, -11520, -45312, 27776, 22272, 14976, 6144};
static const int8_t layer4_push_shift[32] = {
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7};
static const struct product layer4_push_weights = {
    layer4_push_weight, layer4_push_bias, layer4_push_correction, layer4_push_shift, 96, 32};
static const int16_t layer4_norm_bias[192] = {
    19, -5, -17, -28, 0, -9, 2, -31, -27, -15, -33, -33, 18, 6, 6, 9, -9, -11, 2, -52, -18, 40, -28, -22, 8, 16, -5,
    -6, -6, -30, -1, 18, 21, 4, -29, -9, 8, -21, -3, -11, -18, -6, -29, -26, 7, 2, 28, 15, 16, -15, -15, -25, -20, 34,
    -23, -30, -9, 20, 4, -1, 12, -3, 5, 14, 22, 10, -35, 8, 10, -34, -4, 5, -11, -1, -26, -18, 1, -8, 50, 16, 41, -16,
    -35, 1, -20, 30, -14, -32, -25, 28, 14, 5, 31, 24, 15, 10, 18, -5, -17, -27, 1, -8, 1, -29, -26, -14, -31, -32, 16,
    7, 5, 10, -9, -11, 3, -50, -17, 38, -28, -21, 8, 14, -5, -7, -7, -29, -2, 18, 20, 5, -30, -8, 10, -20, -4, -9, -17,
    -5, -28, -26, 6, 4, 27, 17, 15, -15, -14, -24, -20, 32, -25, -31, -8, 18, 3, -2, 11, -3, 2, 14, 20, 9, -35, -2, 15,
    -22, -6, -1, -13, -1, -25, -24, 1, 6, 31, 21, 20, -17, -16, -16, -20, 28, -25, -35, -12, 16, 5, -2, 14, 3, 1, 12};
static const int16_t layer4_norm_gamma[192] = {
    14690, 10102, 13001, 12470, 14242, 14229, 15757, 13516, 12582, 15676, 17887, 14444, 11718, 12578, 13721, 16415,
    13704, 12996, 13500, 11402, 13251, 14548, 14167, 12788, 9698, 14796, 14533, 17505, 14175, 16034, 13176, 12910,
    16417, 11942, 14974, 14368, 14809, 12984, 14587, 13345, 14448, 14432, 14647, 13831, 13936, 12822, 13193, 12839,
    11600, 6742, 13275, 14075, 15482, 16296, 13919, 13302, 8333, 13417, 13346, 13724, 12079, 14203, 4439, 13693, 17978,
    14956, 15943, 14105, 14642, 13148, 15070, 12473, 19892, 13440, 13001, 17947, 15012, 12729, 14935, 13101, 12585,
    14819, 13301, 15840, 10981, 10895, 15374, 13671, 10428, 15130, 15303, 15389, 13551, 15091, 8138, 14252, 14346,
    14049, 13018, 11641, 13129, 13270, 15674, 12791, 14573, 16856, 17524, 14050, 10320, 13920, 15680, 17828, 13106,
    13891, 13659, 10575, 11956, 15236, 13214, 13880, 9451, 14276, 14904, 17686, 13329, 14709, 13078, 13759, 15447,
    12613, 12870, 14917, 12460, 13469, 13614, 13804, 14438, 16183, 13349, 13197, 13899, 13161, 14375, 12279, 12354,
    8334, 12387, 13001, 15240, 14479, 12540, 13686, 9838, 13238, 13174, 13973, 11578, 12612, 4421, 13468, 15759, 12923,
    14199, 13937, 14544, 14819, 14614, 13638, 15446, 15207, 11256, 14410, 16698, 12754, 14343, 12260, 11736, 12196,
    12373, 15653, 11102, 12646, 15894, 15185, 9604, 14037, 15928, 15109, 11760, 16289, 9292, 14273};
static const int16_t layer4_norm_beta[192] = {
    1426, -9222, -2144, -3396, -113, -1028, 136, -2552, -6208, -630, -1271, -3370, -7804, -6853, -6087, -2804, -884,
    -5951, -1625, -4077, -2482, -2234, -1448, -6649, -10286, -1182, -1244, -387, -1346, -4973, -2331, -4952, 353,
    -4309, -3619, -2401, 841, 678, 242, -2030, -4671, 2776, -2269, -4181, -2438, -4153, -5370, -2767, -1583, -13004,
    -919, -3112, -328, 406, -2416, -5024, -12738, -2683, -3682, -2186, -3985, -8037, -16014, -4076, 2677, -3309, -2441,
    -4774, -1987, 123, -658, -4608, 1388, -129, -5602, -2164, -284, -4486, -4500, -4019, -4676, -3037, -1982, -667,
    -4985, -4539, 1401, -2822, -8699, -662, 1824, -898, -406, -1345, -10659, -3334, -828, -5354, -2154, -4812, -2558,
    -1264, 819, -4104, -5060, -368, -3748, -2069, -10044, -4649, -1515, -2543, -1167, -6037, -1775, -6169, -7211,
    -1832, -3124, -4125, -10503, -697, -2262, 2026, -2687, -6393, -1809, -3435, -26, -4466, -5153, -2915, -2380, -2144,
    -1826, 298, -4831, 413, -2424, -347, -1350, -5071, -1088, -4025, -1353, -11095, -2990, -5516, -2157, -3399, -4839,
    -3945, -9161, -3229, -3760, -1319, -2876, -7549, -18289, -4553, -309, -4412, -4299, -4788, -1306, -101, -1619,
    -1899, -2533, -2645, -6420, -3039, 1553, -6542, -2706, -5311, -3432, -8349, -3918, 191, -5655, -4120, 3104, -3653,
    -11737, -2309, 2977, -1004, -1432, -2763, -9497, -5433};

/* layer5 */
static const uint16_t layer5_gathered_begin[19] = {
    0, 1, 2, 2, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t layer5_gathered_source[16] = {
    0, 1, 1, 2, 0, 2, 1, 5, 3, 4, 4, 5, 3, 5, 2, 4};
static const int8_t layer5_gathered_coefficient[16] = {
    69, 66, 52, 38, 57, 51, 53, 48, 69, 67, 50, 45, 60, 39, 40, 76};
static const struct graph layer5_gathered_graph = {
    layer5_gathered_begin, layer5_gathered_source, layer5_gathered_coefficient, 18, 8};
static const int8_t layer5_push_weight[3072] ALIGNED_64 = {
    14, 3, 17, -39, -2, 25, 20, -19, -8, 7, -3, -10, -5, 18, -15, 9, 26, -21, -14, -3, -13, 17, 1, 1, -6, 12, 17, -19,
    -1, -2, -31, -40, -23, 15, -2, -12, 3, -2, -3, -21, -9, 16, 18, 26, -1, -5, 6, 17, 16, -11, 3, -7, -17, 4, -8, 9,
    3, -1, -1, -11, 35, 21, -1, 18, 12, 25, 15, -11, -12, 10, 6, -8, -7, 22, 14, -17, -21, -7, 7, -20, 21, 31, 30, 32,
    7, 32, 21, 23, -15, -1, 9, -2, 14, -14, -3, -11, -18, -13, 10, 8, -17, 0, -19, 4, -32, -25, -7, -36, 2, 29, 23,
    -15, -16, -14, 2, -8, -7, -30, -12, 3, 20, -21, 19, 12, -22, 2, -8, -14, -9, -15, -52, 13, -3, 1, 9, 14, 4, 5, 14,
    -3, -9, 23, -3, -2, 28, -38, 23, 2, 16, -8, -22, -12, 11, -28, 5, 20, 7, -11, 4, -6, 23, 41, 17, -15, -9, 30, 9, 6,
    38, 12, 26, 8, -1, -3, 9, 11, -1, -26, 6, 2, 17, 11, 20, 7, 4, -32, 18, 15, 0, 7, -5, 13, 31, -21, -24, -12, 5, 7,
    -13, 25, 10, 8, 10, 15, 11, -3, 11, -18, 33, 8, 5, -21, -1, 10, 8, -18, 9, 7, -1, 11, -6, -13, 0, -9, -3, -30, 18,
    -8, -30, -3, -30, 26, 14, 1, -6, -37, -9, -11, 8, -3, -9, 1, 21, -3, 14, -6, 22, -7, -6, 24, 37, -20, -23, 12, -7,
    20, 29, 21, 0, -29, 23, -21, -16, -11, -16, 18, 10, 2, -1, 15, 17, 5, -11, -47, -19, -13, -1, 20, -2, -6, 1, -23,
    -9, -18, -5, -16, 13, -35, 4, 0, -16, 4, 5, 16, -8, -3, -24, -18, -13, 13, -37, -1, -18, 5, 14, 31, 19, 3, -5, 5,
    8, -10, -19, -4, 1, 1, -2, 11, -19, 22, -7, -7, -31, -9, -9, -6, -31, -8, 28, 12, 13, -10, -6, 22, 1, 1, 25, 42,
    14, 13, -21, -3, 24, 12, -24, -23, 6, 25, -8, -21, 10, -16, -16, 26, 30, -2, 18, -20, 23, 31, -29, 20, 21, 0, 13,
    5, 16, 18, -11, 15, 13, -29, 1, 7, 16, 14, 0, -1, -10, -1, -6, -2, 3, 8, 9, 2, 30, 13, -21, 11, 18, -9, -15, 15,
    -14, -24, -14, -17, 6, 2, -6, 46, -24, 26, -14, 1, -27, 1, 9, 6, -16, 28, -8, -19, -24, -40, -9, -18, 0, -4, 1,
    -20, -32, 9, -23, 30, 20, 5, 24, 0, -22, -21, 4, -11, 26, -23, 11, 21, -24, 34, 12, 23, -5, 6, -15, -9, -22, 6,
    -15, -16, 33, -2, 5, 25, -15, 31, -3, 23, 8, -19, -6, 19, -15, 5, -39, -17, 20, 31, 18, -4, -13, -24, -7, -20, -14,
    4, 5, 8, 23, 10, -2, 17, 0, 18, 15, 9, -8, 7, -14, 5, -11, -18, 0, 13, 20, 7, 0, -27, 14, -7, -23, -17, -12, -6,
    11, -21, -15, 12, 12, -14, -4, -15, -12, 12, -19, -2, 24, 34, -11, -8, -15, -3, 20, -5, -6, 24, 25, 16, -6, -38,
    -28, 22, 10, 28, 7, -12, 16, 3, 0, -24, 14, -5, -15, -14, -11, -3, -4, -21, 4, -25, 1, 22, -4, -11, 17, 32, 16, 6,
    32, 9, 0, -21, -12, 23, -35, -19, 3, 14, 7, 17, 1, 16, 6, 6, 4, -8, 9, 8, -19, -4, 9, -11, -6, 6, 5, 27, 2, -24, 5,
    -23, -16, -15, 33, 7, 54, -9, 19, -7, 1, 13, 12, 20, 2, -11, -6, 13, 17, 9, 7, -9, -3, -13, 5, 42, 2, 2, 10, -3,
    -30, -18, 3, 6, 0, 15, -17, -16, -3, -1, 20, -19, -6, 7, -5, -22, 11, -11, -33, 28, -3, 9, -6, -42, -31, 4, -10,
    44, 1, -8, -43, 0, 8, 17, -14, 32, -17, 2, -12, -57, -10, 28, 31, 18, -35, -20, -11, -22, -15, -5, 21, -20, 1, -6,
    10, 49, -9, -1, -3, 7, -15, 1, 19, 4, 38, 13, 12, 17, -18, 7, 15, -22, 7, -23, 24, -21, -13, -20, 7, -5, -16, 11,
    -4, 21, 24, -6, -9, -19, -23, -1, -6, -26, -3, 1, 5, -28, 24, -7, 17, 8, -28, -1, -43, -35, -22, 48, -4, 18, 17, 7,
    5, -1, -9, -9, -4, -5, 22, -3, -13, -5, 7, 1, -2, 30, -4, -7, -11, -4, 14, -24, -4, -18, -17, -19, 3, 14, -14, 0,
    4, 17, 3, -21, 19, 8, -2, 10, -8, -1, 4, -9, -8, -5, 6, -27, 23, 1, -18, -14, -36, 10, -17, -7, -26, 36, 4, -6, 3,
    24, 26, -44, -24, 19, 6, 1, 11, 0, -7, -18, 4, -18, -2, 11, 11, 12, -19, -18, 7, -4, -18, 4, -20, -11, -16, -6,
    -24, 16, -11, 9, -1, -2, 5, -2, 26, -8, -5, -4, -7, -3, 12, 17, -3, -21, 1, 25, 4, 4, -29, 14, -12, 14, -17, 14,
    29, 17, -17, -14, 6, 27, -16, -13, 28, -35, 4, 21, -15, 5, 11, -15, 7, -21, -1, -6, -6, -11, -2, -13, -12, 38, 35,
    13, 4, -15, -3, 12, -18, 18, 14, -1, 38, -21, 19, 7, 0, 11, -2, -19, -8, -34, -13, 26, -18, 25, -11, 17, 2, -6, 22,
    18, -19, 2, -6, 7, -9, -6, -19, 14, -10, 12, 9, -18, 1, 18, 1, -14, 28, 22, 5, 59, -13, 0, -24, 16, 1, 15, 5, 4,
    -14, 3, 16, -9, -10, -12, 15, -10, 34, -9, -12, -31, -27, 1, 27, 4, -14, -8, -24, -2, 16, 15, 15, -28, 15, 10, 8,
    -11, 16, -10, 20, 5, 11, -25, -15, -13, -38, 13, 30, -1, 7, -8, 13, 9, -4, 34, -12, 3, 1, 23, -6, -14, -19, 4, -8,
    -59, 17, -30, -18, -18, -4, 4, 5, -10, -7, -2, -9, 7, 34, -13, -17, 25, 35, -10, -16, -19, -12, 7, 13, -2, -18, 46,
    26, 12, -17, -34, 13, -9, 17, 9, -18, -7, 18, -14, -8, -22, -8, 0, -4, -8, -1, 27, -7, -31, -14, 15, -2, -13, 4,
    12, 15, 6, 1, -11, 1, 21, -28, -29, -25, -40, 5, 6, 15, 4, 12, -7, 14, 14, 5, -4, -15, -13, -15, 5, -10, -9, 14,
    23, -15, -20, 10, 11, 19, 13, 8, -5, -1, -14, 12, 5, -12, 20, 8, 15, -11, 11, 2, -5, 0, 14, 41, 11, -17, 20, 22, 1,
    -2, 3, -10, 4, 14, -3, 14, 23, 15, -17, -15, 3, -7, 1, -13, 34, 38, -48, -3, 33, 1, 14, 22, 22, 10, 14, 6, -12, -9,
    30, -18, 3, 2, -11, 5, 12, -19, -3, -45, -23, -16, -18, -19, 14, 7, -31, 8, -20, -25, -8, -22, 1, 1, -5, 27, 16, 3,
    9, 5, 11, 10, 1, -35, -35, -60, -9, 9, 21, -2, -7, -20, -11, -16, 27, 12, 18, 19, 7, -23, -2, -31, 1, -25, 36, -5,
    6, -22, 9, 5, -15, -13, -6, -47, -6, 37, -6, 6, -8, 0, 9, 25, 17, 10, 28, 11, 6, -15, -6, -13, 12, 11, -1, -5, -12,
    17, 14, 20, -16, -6, -22, 25, 3, -3, 2, -5, -32, 31, -20, -27, 4, -22, -13, -4, 21, -3, 13, -4, -13, 8, -20, -1,
    -10, 2, 58, 52, 35, -27, 12, -2, 24, -13, -10, -9, 4, 21, -26, -14, 19, -18, -23, 12, 9, -15, -15, -17, 29, 22,
    -19, -17, -39, 30, -25, 4, 10, 0, -1, 16, -15, -19, -1, 3, -22, -5, 30, 28, -15, 2, 4, -31, 4, -11, 3, 9, -43, 15,
    4, 16, -3, -28, 17, -5, 2, -22, 2, 10, 10, 10, -4, -35, -13, -5, -1, 9, 9, 12, 7, 13, 0, 24, 18, -8, -37, -24, 16,
    20, 12, 12, -20, -14, 12, -10, -6, -9, -2, -27, 23, 0, -16, -2, -7, -2, 16, -15, -31, -14, 28, -16, -31, 15, -15,
    -5, 15, -15, 6, 16, -33, -42, -30, 18, 0, -32, -15, 5, 1, 2, 18, 7, 4, 11, -30, 24, 4, 26, -35, 9, -5, 11, 29, -5,
    -3, -10, 4, 16, -23, -28, -13, -28, 16, 5, 7, 1, 14, 14, 2, -7, -27, 24, 6, 42, 2, -7, 1, -20, 21, 4, 7, -6, -25,
    28, 20, 7, -17, 4, -23, -16, 14, 12, -16, -22, 0, 19, -14, 19, -9, 5, -2, -6, 13, 0, -26, -25, -4, 5, -12, -1, -23,
    3, 17, 22, 2, -43, 19, 9, 16, -15, 15, 20, -26, 27, -27, 5, -15, 20, -8, -7, -15, 6, -31, -27, 8, 14, -8, 7, 25,
    -10, -29, -10, -5, 16, -7, 3, 23, 19, 40, -11, 20, -12, 13, 7, 6, 1, -29, 9, 9, 31, -6, -8, 7, -21, 36, -13, 23,
    -10, 1, 2, 2, -7, 19, -46, -28, -10, 31, 11, 18, -18, -9, -41, 8, -11, 7, 12, 11, 9, 8, 2, 10, -29, 20, 14, 26, -4,
    11, -10, 26, 23, -17, -10, 32, -2, -11, -14, -7, 21, -35, -13, 1, 12, 1, -23, -29, 4, 36, 7, 8, -1, -15, -26, -6,
    4, 23, 13, 8, 16, -12, 12, -7, -6, -19, 14, -23, -10, 2, 10, 3, 4, -28, 18, -15, -28, 11, 23, -7, -17, 6, -29, 18,
    1, -6, 18, -24, -25, 14, -11, -20, 12, -1, -25, -17, 18, -33, -17, -12, -21, -11, 5, 13, 21, 4, -31, -9, 17, 6, 9,
    -22, 1, 5, 21, 8, 10, -12, 11, 1, 15, -30, 0, -7, -3, 17, 16, 22, -36, 7, -3, -15, -10, 0, 7, 5, -2, 1, 8, -1, 3,
    9, 19, 18, -11, -23, 11, -7, 1, -16, 1, 8, -3, -7, 21, 1, 17, -6, 14, -8, -4, 6, 15, -3, 17, -2, -15, 14, 16, -14,
    -4, -21, -18, -2, 22, -17, 5, -3, 9, 7, 14, 6, 0, 22, -15, -14, -18, 5, -15, -1, 3, -3, -23, 3, 19, 25, 3, -17,
    -15, 0, 1, 15, 13, 28, -10, -16, -9, 32, -7, -7, 28, -23, 11, 14, -6, 24, -31, 25, 8, 21, 17, 24, 21, -2, -11, -8,
    10, -19, 18, 3, 20, 24, -5, 4, 1, -5, 24, 24, -12, -24, -10, -3, 11, 13, -10, -1, -12, 14, 6, -14, 8, -6, -10, 3,
    19, -23, -5, -10, 2, 17, 14, 5, 10, -3, -9, 8, 5, 4, -7, 20, -6, -16, -18, 6, -22, -10, 1, 6, -5, 19, 13, 14, -38,
    4, -2, 1, 23, -4, 15, 9, -20, 11, 8, 21, 7, 7, 4, 5, 16, -1, -15, 20, -4, 18, -27, -8, -24, 4, 12, -15, 26, -36,
    -3, 1, 26, 21, 6, 8, -7, 24, 5, -9, -16, -2, -37, -20, 0, -4, -9, 1, -26, 25, 3, 21, 0, 12, -9, 4, 1, -24, -18, 2,
    -9, -34, 0, -4, 1, 9, 10, -21, 22, -19, -23, -6, -1, -35, -2, -6, 1, 29, -10, -25, 12, -15, -17, 19, 25, 5, 11, -9,
    -1, -19, 6, 1, 0, 25, 20, 16, 13, -5, 4, 15, -14, 9, -4, 2, -33, -4, 8, -3, 12, -15, -35, -2, -15, 38, 22, 17, -25,
    14, -1, 2, -15, -31, -1, 18, -16, 6, 1, 12, 21, 3, 19, 16, -7, -21, 0, -18, 21, -22, 18, 20, 2, -29, 26, -12, 21,
    -4, 24, 4, 13, -6, -15, -5, 3, -6, 17, 24, 17, -5, -28, 25, 3, 0, 5, -18, -25, -15, -14, -8, 8, 16, 14, -3, -4,
    -10, -6, 18, -20, 7, -24, -6, -16, -13, 16, 20, 4, 19, 2, 6, 6, -3, -10, 0, -16, 1, -19, 12, -10, -26, 13, -1, 14,
    14, -27, 40, -13, -12, -4, -19, 14, 8, 28, 5, 4, -27, 23, -18, 2, -2, -15, -11, -21, -11, 14, 8, -21, -1, -4, -12,
    12, 16, -14, -9, -11, -15, 2, -12, -6, 21, -24, 9, -9, -28, -7, -18, -10, 1, -19, -12, -2, 15, -3, -15, -2, -27,
    -17, -4, 4, 22, -14, 5, 19, -33, 3, 3, -4, -4, 5, 12, -6, 15, 16, 12, 12, 38, -16, 14, 4, -9, 28, -7, 19, -1, -4,
    15, -21, 5, 8, 16, 22, -19, -18, -12, -17, -21, 14, 1, 24, -30, -6, 26, 2, 0, 28, -11, 8, 10, -26, -1, 20, -11, 14,
    36, -36, 2, 13, -10, 6, -2, -14, -17, 14, 15, -17, -10, 1, 5, -2, 7, 28, -9, 16, -15, -4, -14, -8, -21, -44, 10, 4,
    -1, 9, 5, -9, -19, -15, 6, 30, -16, -3, -1, 11, -10, -26, -19, 18, 16, 6, -15, -16, 32, -12, 3, 12, -23, -18, 9, 6,
    6, 8, -6, -19, 9, 17, 11, 9, -4, 22, 9, -8, 13, 23, -4, 25, 18, -2, 25, 7, 4, 7, -18, -15, 5, 23, -21, -8, 16, 22,
    -15, -26, -13, 10, 7, -26, 17, 10, -26, -16, 5, 10, 40, 3, -22, -7, 3, 23, 12, -20, -12, -25, 0, 13, 16, 0, 19, 5,
    24, 11, 8, -15, 34, -2, 18, 6, 20, 7, -8, 13, -4, 4, -18, -5, -20, 28, -16, -4, -9, -19, 15, 19, 17, -5, -8, 1,
    -32, 22, -18, -16, -22, -24, -22, -5, 21, -11, 10, -6, 6, -14, 13, 6, 4, -20, -26, 19, 26, -7, -6, -13, 26, 1, -1,
    -2, 3, -9, 12, 20, -25, 17, -5, 9, 15, -28, -13, 5, -41, -15, 13, -10, 11, -13, 8, 12, 31, -28, -20, -19, 9, 0, 11,
    -14, 28, -2, 11, -21, -4, 11, -6, 23, 15, 20, -6, -15, 7, -7, 21, -9, 0, -1, -5, -11, 5, 7, -18, 4, -3, 16, 20,
    -25, 16, -6, 8, 27, -12, 19, 12, 10, -34, 2, -18, -14, 29, 22, -30, -16, -35, -12, -20, 6, 18, -14, -7, -10, 1, 21,
    6, -6, -15, -2, -6, 10, 11, 20, 17, -4, 15, 11, 14, 9, 31, 3, 7, -15, -19, 3, 2, 0, 22, 6, 11, -18, -4, -19, 6, -8,
    -26, -21, 0, 11, -31, -7, 15, 11, -12, -18, 2, -17, 8, -15, 11, 11, -15, -2, -15, 2, 13, -1, -13, -7, 1, 0, -3, 22,
    20, -13, -7, -17, 44, -7, 11, 5, -7, 8, 24, -21, -13, 15, 10, 13, -10, 4, 26, -22, -13, -17, -18, 5, -5, 12, -16,
    -2, -5, -14, 28, -11, -4, 8, -2, -26, -7, -13, 17, 22, -7, 13, -6, 18, 6, 5, -18, 2, 3, -10, 8, -16, -12, -3, -5,
    -21, 19, -2, -24, 18, -16, -19, 6, -8, -13, 4, 9, -3, 5, 16, -26, 4, -3, 10, -19, 19, 1, 6, -11, 6, -15, 5, 17, 1,
    27, 10, -2, 20, -9, -7, -19, -3, -10, 2, 30, -6, -20, 17, -8, -6, -8, -1, 9, 2, -33, -6, -26, -14, -20, -13, -24,
    2, -6, 19, 16, -29, 5, 7, 16, 12, -8, -14, 11, 1, -15, 0, 17, -10, 34, 8, 21, 17, -38, -28, 9, 22, 7, -16, -4, -10,
    -11, -3, -3, -19, -5, 21, -22, -27, 24, -13, 8, 13, -12, 12, 3, -8, 10, 18, -27, 31, -7, 3, 20, 12, 5, -21, 6, -5,
    -1, 6, 2, 22, -16, 14, 8, -13, 15, -1, -13, 8, 22, 10, 5, 3, -4, -24, 4, 16, -1, 22, 7, -14, 1, -10, -1, 15, 4,
    -17, 6, 11, -11, -6, 43, -28, 13, 21, 15, 27, 8, -3, 18, -3, -16, 5, -12, -25, 5, -15, 2, -2, -16, -22, -24, -14,
    -13, 20, -2, -25, -11, -15, 4, 14, 8, 13, -23, 3, -3, 6, -25, -10, 14, -22, -16, -11, -11, -17, -15, -9, 9, -45,
    -2, -31, 25, 15, -25, 24, -5, -3, 19, 12, -27, -5, 0, 15, 25, -18, 7, -9, -11, -19, -8, 5, 18, 12, 1, 25, -1, 7, 0,
    -12, -6, 10, 10, -8, 15, -1, -7, -21, 22, 14, 9, -28, -19, -24, -23, 8, -7, -4, 31, -10, 10, -5, -9, 26, -8, -6, 4,
    -15, -10, 0, 8, 18, 31, -35, 14, 6, 45, 3, -14, -5, 15, 0, 22, 7, 12, 13, -34, 14, 25, 4, -10, 35, 30, 28, 0, -13,
    12, -5, 5, 22, 18, 11, 17, 23, -19, 4, -5, -17, 1, -2, 10, 12, 13, 14, -3, 1, -10, 3, -6, 8, -32, -31, 1, 12, 19,
    28, 30, -3, 4, 2, 10, -5, 3, -29, 12, 13, -32, -23, 23, 5, 9, -5, -17, -10, -6, -24, 24, -16, -6, -18, -17, 4, -4,
    8, -19, -16, 11, 10, -24, -30, -18, 0, -6, -34, -10, 23, 10, 25, 10, -19, 3, 5, -6, -3, 7, 13, -8, 10, -1, -2, 9,
    1, -7, -5, 16, -20, 3, -22, -18, 19, 11, -6, 6, -10, -24, 3, -2, -5, -28, 4, 1, 12, -26, -9, 15, -20, 0, 17, -11,
    11, 3, -12, 23, -6, 17, -9, 5, -15, 40, 8, -26, 22, 36, -16, -9, 19, 22, -21, -14, 19, -9, 13, -8, -11, 6, -12, 4,
    22, 9, -13, -6, -30, -8, -29, -17, -19, 11, 0, -33, 6, -26, 0, -35, -1, -16, 4, 24, 4, 17, 23, -20, 3, 0, -19, 18,
    -11, -26, -21, 10, 32, -1, 25, 0, 5, -20, -7, 24, -6, 12, -30, -2, 34, 9, -20, -22, 15, 14, -19, -3, 30, 15, -7,
    -9, 6, 14, -28, -17, 2, -28, -8, 10, -2, 19, 6, -13, 10, 17, -14, -1, 17, 6, -11, -16, 5, -15, 0, 7, 13, 12, -3,
    -17, 8, -24, 1, -23, -1, 3, 3, -6, -21, -6, 11, 3, 4, -2, -13, -6, -9, -13, 18, 7, 7, -18, 25, 6, 18, 4, 3, 7, 19,
    19, 7, 10, -15, 22, 17, -19, -21, -19, 10, -18, 26, -32, -16, 11, -10, 35, 16, 5, 24, -4, 12, 29, 28, -8, 12, -1,
    -11, 24, -16, -8, -18, -32, 19, 5, 12, 37, -25, -28, 33, 1, 23, 14, -8, -4, -17, 25, 26, -13, 0, -11, -13, 22, -14,
    -12, 1, -17, 15, 17, -11, -27, -14, 25, -16, -19, 14, -11, -33, -12, 2, 15, -18, 11, -8, 7, 24, -1, -23, -2, -9,
    12, -8, -10, 22, -22, 2, 19, 27, -6, 8, -25, 26, 10, 18, -5, 11, 33};
static const int32_t layer5_push_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer5_push_correction[32] = {
    -61824, 9856, 11520, 5120, 9600, 23552, -6912, -48512, 10112, 7296, -10880, 19584, -21760, 5888, 20352, 1280,
    22784, -33408, -24576, -7296, 7168, -3456, 25344, 8320, 10752, 20096, -25472, 2688, 4992, -9600, -27008, 13056};
static const int8_t layer5_push_shift[32] = {
    6, 6, 6, 6, 7, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6};
static const struct product layer5_push_weights = {
    layer5_push_weight, layer5_push_bias, layer5_push_correction, layer5_push_shift, 96, 32};
static const int16_t layer5_norm_bias[192] = {
    -11, -21, 7, -2, 6, -6, 22, 10, 39, -27, -11, 26, 0, -16, -11, 11, -7, 7, -8, 36, 33, 16, 3, 28, -8, -2, 26, -16,
    -11, 2, 6, -23, 9, -21, 6, 15, 26, -10, 27, 7, 20, -26, 9, 27, 13, 10, -19, 16, -19, 6, -21, 36, 6, 6, -1, 16, -32,
    9, 3, -3, 4, -17, 28, -21, 30, -27, 5, 27, 49, -3, 33, 6, 3, -24, 22, 25, 18, 30, -32, 25, -25, 1, -26, 35, -15,
    -5, -12, 0, -54, 15, -15, 8, 22, -33, 52, -26, -11, -21, 7, -2, 5, -7, 22, 10, 40, -27, -11, 27, 1, -16, -11, 10,
    -7, 7, -8, 36, 34, 16, 3, 29, -8, -2, 27, -16, -12, 2, 5, -23, 7, -20, 7, 16, 24, -13, 28, 7, 21, -28, 11, 30, 16,
    11, -18, 15, -21, 7, -24, 38, 7, 6, 1, 18, -33, 10, 2, -3, 3, -17, 28, -20, 11, -17, 6, 21, 27, -17, 28, 5, 15,
    -27, 18, 30, 21, 19, -19, 15, -25, 8, -29, 37, -2, 4, 2, 15, -39, 14, -6, 2, 6, -22, 32, -17};
static const int16_t layer5_norm_gamma[192] = {
    17401, 14601, 13781, 12230, 14696, 11976, 13153, 10452, 14255, 13633, 15624, 12552, 15270, 14287, 13704, 12976,
    14010, 15219, 13699, 14281, 13234, 16181, 13597, 12672, 14446, 13514, 14774, 16424, 14693, 15461, 15835, 12036,
    14640, 13528, 14350, 12937, 12729, 15484, 13735, 15628, 14382, 12241, 17415, 12113, 12316, 14792, 13044, 14402,
    13796, 12364, 12554, 15526, 13022, 15204, 12258, 14223, 13359, 14009, 13911, 14075, 12292, 15896, 12737, 11637,
    12977, 14747, 14286, 12711, 10640, 14268, 13156, 13270, 16862, 10314, 15407, 16726, 14035, 14183, 14286, 14422,
    13914, 13704, 15570, 13243, 12230, 15316, 14184, 13973, 13926, 13331, 15696, 13434, 14637, 16332, 13212, 14609,
    16971, 13665, 12477, 13447, 14804, 10817, 13952, 11409, 15031, 16827, 14620, 11854, 15640, 15074, 13531, 14700,
    14643, 15351, 13555, 14105, 12981, 14558, 13158, 15172, 12774, 13703, 15450, 15800, 11861, 15391, 15941, 13400,
    15819, 13173, 12854, 15170, 13136, 14686, 13676, 15177, 14673, 14222, 14020, 10295, 13031, 13761, 13646, 13410,
    13112, 13614, 11939, 13184, 11390, 13056, 11831, 15649, 13046, 12558, 14435, 14802, 9427, 14921, 12516, 14728,
    14860, 13192, 13623, 13888, 13199, 15960, 13131, 15773, 15129, 12133, 11487, 14845, 11967, 14727, 13377, 14011,
    13469, 15550, 12759, 12913, 12780, 13552, 13404, 16080, 14036, 12353, 16414, 14755, 11628, 16565, 13322, 13869};
static const int16_t layer5_norm_beta[192] = {
    -3236, -724, -6603, -5761, -2221, -11499, 1023, -18643, -7796, -5694, -4195, -8056, 4341, -5959, -7177, -5935,
    -2427, 573, -5274, -3784, -4476, 3516, -2483, -157, -4978, -3207, 1582, -154, -2055, -4088, -1033, -13943, -8102,
    -4822, -9948, -2547, -1898, 1216, 1032, 355, -3370, -9305, -660, -12795, -3027, -4296, -9051, -686, -3478, -5780,
    -12902, -4816, -3105, 1074, -6271, -5436, -5883, -4204, 310, 42, -16935, -14267, -2499, -16116, -8494, 847, -6312,
    -9069, -10054, -3422, -7869, -3172, -2101, -14859, -12623, -3993, -721, 1072, -9309, -3042, -6295, -3068, -2159,
    122, -178, -551, -504, -7236, -7068, -8367, 839, -2093, 1265, 2916, -2987, -7047, -5089, -3509, -10506, -6289, 700,
    -10309, 1619, -15293, -5238, -5393, -8186, -6619, 6079, -4846, -4473, -3487, -3351, -2580, -6253, -1872, -6855,
    -3896, -2946, 1290, -3605, -2814, 392, 1633, -6049, -3217, -1998, -9338, -6584, -6092, -11558, 424, -4705, 4003,
    -2559, -3942, -2859, -10300, -9406, -9513, -1789, -5729, -1423, -6221, -11651, -4591, -14916, -9036, -7848, -4336,
    -9182, -4621, -5798, -5629, -2856, 2896, -19317, -13238, -2725, -10582, -2701, -8122, -8232, -8556, -4338, -314,
    -6230, 1333, -2120, -7706, -11014, -2556, -4744, -247, -10686, -5598, -10472, 1743, -12346, -3850, -5395, -9970,
    -2250, -8020, -4498, -7195, 3677, -1424, -5845, -5617, 1540, -6835};

/* layer6 */
static const uint16_t layer6_gathered_begin[19] = {
    0, 1, 2, 2, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t layer6_gathered_source[16] = {
    0, 1, 1, 2, 0, 2, 1, 5, 3, 4, 4, 5, 3, 5, 2, 4};
static const int8_t layer6_gathered_coefficient[16] = {
    68, 63, 50, 42, 55, 67, 44, 50, 69, 69, 49, 48, 64, 58, 41, 72};
static const struct graph layer6_gathered_graph = {
    layer6_gathered_begin, layer6_gathered_source, layer6_gathered_coefficient, 18, 7};
static const int8_t layer6_push_weight[3072] ALIGNED_64 = {
    57, -22, -11, 8, 18, 22, 22, -14, -4, -23, 27, 27, 6, -5, 6, 7, 12, -5, -22, 8, -6, -16, 9, -20, -9, 11, 15, -3,
    20, -11, -2, -29, -17, 12, -5, 18, 4, -19, -4, -8, 20, -18, -20, 8, 2, -12, 28, 14, 7, 3, -1, 18, -13, -23, -18, 7,
    -5, -9, -17, 18, 28, 16, -15, -31, 17, -19, -19, 15, -2, -31, 41, 0, 52, 9, -31, -17, -22, -19, 11, -13, -27, 16,
    -41, -58, 25, 30, 21, -3, -4, 9, 18, -19, -9, -8, 12, 11, 13, -8, -1, -17, 0, 10, -14, 14, 12, -22, -9, -7, 16, 13,
    -7, -8, -17, 7, -22, -7, -10, -33, -3, -16, 19, -1, 2, -8, 17, -6, 10, -5, -3, -20, 1, 0, -2, 1, -46, -9, -11, -32,
    11, 6, -15, -13, -4, 16, -41, -17, -17, 17, -17, -1, -4, 0, -42, 5, 27, -14, -5, -2, -40, -23, 26, -12, -12, -27,
    1, 8, 6, 21, -15, -1, 30, -4, -25, 25, 10, 34, -27, -17, 6, -8, 16, 8, 19, 11, -13, 0, 32, 8, -9, 19, -36, -21, 0,
    -13, -1, 25, -26, -23, -41, 5, -14, -11, 7, -21, 0, 2, -17, -5, -21, -21, 32, -43, -35, 10, 2, 34, -16, -3, 20, 0,
    18, -34, 6, 9, -4, 15, 15, 13, 4, -11, -27, 11, -11, 27, 7, -8, -6, 15, -5, 0, 9, -21, -8, 7, -21, 0, 11, -18, -11,
    8, 1, -22, -1, -5, -14, -7, -18, 10, 1, 6, 33, 18, 22, -63, -62, -9, 10, 0, 6, 11, 29, 5, -27, -13, 8, 2, 16, -9,
    -15, -6, 1, -9, -20, 0, 14, 12, -4, -20, -3, -4, 9, -24, 2, -21, -26, 21, 9, -8, 11, -13, -6, -23, 1, -4, -2, 7,
    -2, 24, 11, -5, -16, 20, 0, -17, 3, -7, 17, 13, -5, -18, -8, 11, 14, 8, -2, 4, 13, -4, 38, -27, -12, -1, 23, 13,
    -25, -24, 15, 22, -12, -46, -18, -17, 11, -15, -3, -2, 12, -4, -22, -8, 3, -14, 0, 18, 1, -9, -18, -9, 11, 15, -12,
    10, -13, 7, 13, 13, 5, 11, -17, -4, -7, 0, -11, -7, 25, 33, 10, -7, 3, -32, 22, 10, 3, 29, -10, 9, -4, -5, 30, -15,
    14, 9, 30, 5, 44, -31, -3, -15, -30, -10, -31, -26, 5, -12, 26, -20, -17, 16, 5, -14, -22, 28, -20, -7, -2, -30,
    -11, 0, -17, -32, -13, 13, -3, -13, -8, 7, -43, 28, 19, 13, 4, -17, 10, 15, -16, -9, -25, 8, 17, -6, 8, -8, 7, 10,
    -25, 0, 15, -22, 2, -16, -23, 0, -4, -26, -3, 38, -26, -25, -22, 4, 9, 11, -10, 23, 19, 1, -4, 3, -7, 0, -4, -16,
    -25, -9, -5, -33, -15, -28, 21, 8, -3, 14, -6, 20, 11, 6, -14, -4, -8, 10, 19, 26, 0, 10, -19, 13, -16, -5, -7, -9,
    9, -11, -13, 15, -3, -13, 12, -5, -24, -25, 20, -3, 34, 9, -13, -11, -6, 3, -46, -24, 23, -17, 63, -12, -24, 17,
    40, 6, -39, 22, 27, -12, -18, 9, -1, -12, 19, -10, 0, -26, 28, 10, -20, -37, -12, -15, 5, 17, -15, -7, 0, 1, 27,
    -1, -2, -6, -1, 7, 23, -3, 14, -5, 8, 21, 7, -29, 7, 15, 27, -10, 14, 10, 27, -16, -20, -24, -10, 1, 13, 17, -25,
    -46, 6, 40, 0, 15, 8, 15, 1, -13, 4, -35, 43, -59, -11, 30, 3, 34, 8, 1, 31, 19, -13, 6, -10, -23, -9, 7, 3, 5, 15,
    -10, 9, 13, -6, 4, 7, 11, 1, -3, -6, 18, -11, -4, 4, 4, -15, 0, 1, 2, -9, -22, -20, 0, -21, -29, 14, 9, 3, 24, -14,
    -17, -5, 7, 46, 32, -4, -53, -11, -17, -27, -13, 7, 26, 14, 11, -29, 19, 27, 22, -1, 10, -22, 19, -23, 1, 4, 27,
    14, -16, -12, -13, 34, 30, -1, -31, 9, 11, 18, 10, -11, -10, 20, 3, -25, -3, -11, 24, 11, -20, 4, -19, 12, -22, 36,
    -28, -21, 3, 0, 13, -5, -12, -41, -5, 18, 4, 5, 12, -45, 1, -14, 6, -6, -8, 43, -47, 8, -22, -13, -4, 15, 17, -33,
    -32, -28, 22, 10, 3, 5, 10, -1, 2, 17, -30, 10, 18, 13, -20, -22, -23, 6, 25, -15, -24, -3, 26, 19, -7, -5, -19,
    10, 0, 19, 15, 15, -10, 22, -17, 4, -15, -1, -14, -6, 18, 13, -20, -6, -22, -2, -18, -6, 4, 54, 34, 11, -37, 4, 59,
    -12, 23, -15, 11, 14, -9, -8, -1, 7, -14, -10, -4, 14, 18, 20, 6, -8, -2, -14, 3, 10, -7, -3, 4, 20, -9, 16, -10,
    -22, -5, 32, -28, -8, -15, -41, 11, 2, 16, 3, -23, 3, -18, 0, 3, -7, 15, -10, 11, -14, -12, -12, 12, -9, -1, -12,
    17, 11, 4, 28, 40, -63, -23, -16, 50, -32, 7, -4, 10, -28, -14, -9, -7, 43, 13, -14, 10, -3, 5, 2, -13, -22, 16,
    -21, 1, -1, 5, -17, 17, 29, 3, -23, -3, 18, 22, -24, 12, -6, 6, -5, -9, -14, -27, -4, 28, 1, 4, -31, 5, 14, 4, -5,
    -3, -9, -9, 16, -14, -22, 14, 28, 12, 10, -16, -2, 29, 15, -2, 16, 11, 13, -9, -7, 0, -6, -6, -22, -24, -38, -25,
    24, 4, -7, 16, -5, 19, -18, 32, -30, 5, 9, 3, 12, -26, -12, 2, 12, -18, -2, -11, 21, -1, -9, 8, -17, 25, 6, -15, 8,
    4, -17, -7, 4, -2, 6, 27, 0, 7, -18, -15, -27, -1, 2, -7, -8, -41, 4, 6, -55, -59, 19, 55, -39, 34, -53, 2, 6, 26,
    -6, -1, -59, -7, 30, -34, 12, -19, 9, -10, -12, 25, 13, 0, -8, -39, 18, -18, 1, 5, -3, 17, -3, 16, -36, -13, -8,
    -16, -4, 12, -15, -6, -9, 10, -16, -32, -25, -38, 2, -14, 3, -22, 6, -10, 11, -18, 3, 2, 22, -20, 55, -10, 5, -5,
    -30, 48, 1, 40, 37, 34, -18, 30, 3, -12, -7, -4, 30, -19, -30, 1, -14, -5, -3, 8, 12, -23, 3, 8, 13, 2, -10, -2,
    -24, 11, -9, -8, 10, -1, 9, -10, -12, -9, -28, -1, 14, -14, 18, -5, 13, -5, -5, 26, -15, -17, 13, 8, 18, 0, -22,
    20, 19, -18, -9, -23, -1, -4, -14, 19, -27, -14, 11, 4, -28, 34, -13, 25, -20, -28, 21, -1, -34, -16, 30, 9, 0, 37,
    6, 24, 13, 11, 12, -7, -9, 29, -12, -4, -18, -10, 16, 10, -22, 31, -13, -23, -7, 2, 19, -7, 13, 23, 5, -5, -19, -6,
    -8, 4, -3, -26, 20, -11, 8, -46, 10, -36, 21, -1, -7, 21, -8, -1, -3, -25, 26, 18, -22, -41, 18, -17, 17, 41, -9,
    8, 23, -9, -44, 26, 7, 19, -25, 7, 1, 12, -27, -22, -6, -3, -23, 16, -59, 27, 17, 0, -2, -10, -7, 11, -2, 11, 21,
    -19, 22, -8, -2, -7, -2, 0, -6, -15, -11, 10, 28, -29, 21, -18, 9, -15, 23, 12, 0, -24, -33, -21, -14, -4, 7, 23,
    -19, 22, -31, -13, 48, 25, -24, -21, -16, -1, -13, -23, 23, 33, 15, -26, -36, -4, -11, 29, -2, 31, 9, 7, 21, -20,
    -14, -12, -4, 6, -6, -1, -8, 7, -33, -1, -8, -9, 11, 17, 6, -16, 9, -14, 11, -1, 1, -4, -3, 13, 21, -5, 29, 8, 8,
    -18, 1, -1, -27, -4, 13, 23, 7, -31, 34, -10, -21, -24, -55, 12, 10, 11, -10, 8, 32, 24, 3, 18, 34, 6, 10, 22, -12,
    13, -19, -15, -15, 9, 2, 7, -2, 7, -4, -18, -9, 14, -25, -19, -22, -9, 18, -11, -5, 2, -5, -2, -15, -17, -5, 7,
    -13, -2, 0, -9, -8, 20, -5, 3, 8, 6, 2, 32, -15, -18, 7, 18, -10, -6, 53, 7, -30, -11, 27, -32, 26, -39, -12, 16,
    9, -29, 5, -17, -10, 14, 10, -20, 4, 14, -12, 2, -26, 2, -7, -26, 7, -13, -2, 1, -4, 23, -20, -21, 29, 39, -12, 5,
    -18, -13, 25, -14, 17, -17, -1, 15, -2, -21, -14, -14, 13, 17, 5, -17, 0, -27, 15, -3, -7, 5, -28, 1, 12, -13, -39,
    -37, -2, 4, 23, -4, 23, -30, 9, 11, -4, -3, 0, 26, 4, -11, 22, 0, -13, 0, -18, 22, 11, 36, 4, 17, 25, -36, -5, 0,
    -4, -28, 19, 12, 0, 2, 16, 18, -30, 24, 7, 22, -8, -9, -23, -8, -25, 5, -1, 9, -3, 16, -16, -9, -25, -14, -5, 3,
    12, -21, -3, -25, 20, -12, -10, 12, 13, 6, 50, 24, -12, 23, 7, -25, -19, 5, -6, -22, -43, -35, 23, 5, -20, 15, -3,
    -16, 1, -1, -3, -12, 32, 13, 12, 10, -16, 3, 3, 35, 13, 16, -2, -20, 1, 1, -8, 12, 7, -13, 7, 12, 1, 12, -10, 5,
    22, -16, 7, 9, 13, 9, -15, 0, 36, -10, -41, 18, -4, 8, 25, -19, -9, 5, -11, -15, 11, -2, -36, -13, -11, -12, 15,
    18, -5, 6, 37, -4, -12, 9, -5, -51, -22, -36, -35, -16, -9, -20, 3, -29, -3, 20, 12, 3, 22, -10, -15, -6, -15, 21,
    -18, -14, -10, 4, -33, -4, -9, 4, -6, 12, 4, -21, -9, 10, -2, 3, 0, 27, 2, -6, 19, -25, 12, 13, -15, -1, 9, -12,
    15, 15, -8, 22, 1, 8, -23, 3, 11, 8, 19, -18, -17, -11, -19, 14, 28, -2, -22, 9, 21, 4, -5, 7, -7, 7, 29, 4, 23,
    26, -16, 2, 9, -33, -15, -1, 7, -9, 23, 4, 3, -21, -10, -9, -2, 2, -33, 13, 7, -8, -2, 3, 5, 2, 14, 15, -8, -40,
    17, -28, -16, -25, -5, -12, 1, 15, -32, 24, 11, -12, 14, -13, 16, 32, -16, 7, -12, -12, 1, -13, 24, -15, 11, 34,
    -12, -7, 38, 9, -5, -18, 6, -8, 7, 5, 3, -12, -9, -11, 23, 24, 2, -11, 15, 10, 21, 29, -2, -1, 17, 3, -3, 12, 4,
    -19, -4, -18, 8, 39, -21, 24, 2, 13, -2, 4, 7, -2, -22, 0, 4, -13, 16, -22, 13, -5, -17, 2, 4, 4, -36, 5, 10, 19,
    -9, 22, -11, -28, -16, 22, -14, 26, -6, 0, 19, -15, 17, 10, -29, -17, -10, -7, 29, -20, 24, -6, -14, 24, 13, 28,
    -1, 5, 5, 6, 17, 6, -15, 6, 1, 2, 0, 0, -26, -13, -30, 24, 21, -33, 4, -7, 17, 7, -10, -21, 2, 6, 17, 7, 6, -18,
    -7, -10, 12, 1, 6, -29, -8, 20, 1, 19, 13, 9, 33, 18, 11, -33, 1, -13, -2, -14, 12, 4, -15, 10, 5, -28, 0, -7, -1,
    7, 10, -5, 5, -9, 7, 4, -11, -7, 4, -28, -10, -9, 11, -11, -8, -9, 4, 1, -11, -3, -21, -17, 9, 25, -6, -7, 11, -13,
    -9, -5, -2, 1, 5, -19, 19, 2, -4, -6, -11, 13, -11, 13, 3, -4, -22, -35, 32, 6, -2, -36, 5, 15, -14, 12, -11, -24,
    23, -13, 5, 17, 10, 17, 13, 20, -7, -27, -3, 17, -34, 14, 29, 19, 7, -13, 19, 18, 0, -29, -14, 9, 5, 3, -12, 3, 4,
    -15, -6, 2, 8, -18, -15, 16, -12, 9, 16, -10, -30, 19, -3, -12, 12, 5, -8, -7, -20, -12, -7, -15, -6, -25, -38, 17,
    18, 13, 12, 25, -9, -17, 21, 18, 3, 17, -6, -13, -1, -13, 3, -6, 28, -2, -8, 33, -11, 1, 19, -8, 1, 12, -17, 9, 5,
    -1, -4, 10, -11, 17, -25, -25, 17, -35, -13, 15, 8, -16, 23, -12, 7, 0, 3, -21, -15, -9, -16, -3, 10, 5, 13, -4, 6,
    -30, -41, 12, 8, 54, -31, -12, 9, 13, 7, -19, -19, -23, 4, -13, 6, -4, -18, -18, -9, -5, -7, -23, -18, -12, 16,
    -18, -14, -7, -5, 19, 7, 11, -1, -26, -5, -4, 4, -2, 25, 17, 1, -1, -23, -9, -32, 15, -3, -6, 10, 17, -19, -27, -1,
    -15, -16, -7, 4, -12, 12, 11, 10, 16, 17, -2, -8, 1, -53, -12, 6, 37, -39, -11, -23, -23, 14, -9, -7, -19, -4, -16,
    -16, -8, -9, -23, -13, 5, -8, 4, 14, -5, -28, 3, 9, -4, -51, 5, -1, -3, 3, -4, 0, -8, -15, 20, -7, 4, -4, -2, 20,
    2, 14, 17, -11, -9, 3, 4, -3, 8, 14, 0, 13, -2, 9, 7, 1, 15, -20, -16, 8, 10, 34, -12, 5, 6, 4, 7, 3, 6, 10, -16,
    18, 1, 16, 16, 10, 14, 19, 6, -30, 14, 18, 6, 24, -3, -22, 12, -3, -16, -15, 5, 9, -12, -4, -1, -1, 8, 0, 31, -18,
    -7, -13, -3, -11, -3, -15, -35, 0, 14, -7, 5, -18, 7, 5, 26, 24, 16, -15, 29, -39, 2, -7, 11, -2, 2, 56, -47, 26,
    -33, 5, -20, 25, -18, -30, -41, -9, 19, -22, 0, 3, -12, -6, 15, -16, 1, 5, 4, -21, -20, 33, -1, 3, -6, -1, 16, 9,
    -4, 12, -10, 6, -8, 12, 13, 9, 7, -4, 2, 1, -12, -9, -26, 6, 16, -18, -2, -12, -11, 12, -19, 12, -23, -5, -16, 4,
    -8, 5, -13, 21, 24, 22, 63, -29, -35, 3, 15, -2, -12, 6, -8, 28, 4, -8, -13, 11, 11, -13, -15, 21, -7, -23, 24, 12,
    24, 16, -11, 8, -1, 10, -22, -4, -32, 0, 0, -14, -2, -25, 3, -12, -11, 27, 7, 3, 9, 0, 15, 14, -8, -3, -7, 22, -10,
    -8, -26, 3, 18, 9, -3, -11, -30, 19, 17, 0, -13, -27, -22, -41, 37, 8, -10, 0, 3, 12, -24, 5, -26, -27, 28, -6,
    -11, -2, 14, -5, 4, -4, -16, 6, 13, -3, 14, -13, -2, 5, 10, -15, 21, 10, -3, -1, 4, -6, -3, -18, 23, 10, 8, -1, 19,
    28, -15, 8, -25, 9, 12, -10, 7, -2, -20, 11, 13, 1, -10, -22, 15, -13, 48, 7, -6, -36, -9, 42, -8, -12, -22, 19,
    29, 15, -2, 17, -16, 24, 8, -21, 8, -16, 9, -11, -12, -6, -20, -30, 21, -33, 13, -2, 23, -10, 6, 20, 6, -12, -28,
    -7, 0, 7, -4, 19, 10, 16, 2, 3, -2, 2, 11, 5, -14, -9, 25, 4, -34, -26, 7, -11, 8, -21, -9, -10, 22, 21, 14, -2,
    -4, -9, -13, 16, -30, -16, 18, 24, 20, 13, 18, -13, 4, -16, 11, 11, -2, -6, 9, 5, -14, -1, 16, -16, 2, -8, 16, -9,
    -26, -10, 12, 25, 3, -5, -3, 11, -2, 13, 10, -12, -4, -10, -13, 11, 26, -16, 8, 12, -6, 18, -25, -13, -9, -7, 21,
    5, -17, -21, 4, 10, 26, 6, -4, -32, 2, -2, 11, -32, 17, 10, -5, 0, -8, -46, 6, -18, -2, -11, 28, -22, 22, -5, 0,
    -1, -21, -29, -20, 17, -34, 8, 8, -28, 6, 3, 37, 7, -24, 0, 6, 4, 3, 19, -7, -19, 9, -34, 5, -24, -14, 24, -9, -11,
    19, 13, -9, 13, 9, -17, 1, -9, -2, 11, 17, -12, -18, 12, -2, -5, 7, -5, 11, 37, 18, -39, 10, -3, -10, -2, -3, -13,
    14, 12, 7, -18, 0, 14, 4, 16, -9, -22, -10, 3, -3, -46, -9, -16, 8, 5, -20, -3, -3, -4, 5, -17, -11, -2, 22, -2, 6,
    6, -26, -6, 4, 5, -19, 14, 2, -5, 21, -8, 17, 3, -3, -3, -13, 11, -14, 22, 3, 9, 17, -7, 16, -5, -15, -40, -18, -4,
    12, -10, -4, -14, -7, -19, 25, 1, 24, 11, 11, -15, -7, -28, 0, 17, 12, 7, -11, -17, 7, -1, -13, 5, -38, 4, -12,
    -13, -16, 12, 3, 5, 18, -21, -19, -8, -21, 9, -32, 0, 2, -25, -9, -8, -2, -29, -8, 8, -6, 8, -6, 5, -3, -6, -11, 2,
    -18, 13, -5, 16, -30, 61, -12, 26, -2, 32, -3, 12, 10, -16, 26, 9, 17, -6, 11, 9, -4, 14, 6, -5, -6, -17, -11, 29,
    3, -10, 10, 3, -24, -8, -4, 4, 0, 4, -27, -3, 39, 1, -1, 18, 27, 25, -7, 6, 0, -3, 23, -23, -25, 15, -13, -4, 29,
    3, 1, -1, -8, 3, 25, 5, -7, -8, 20, -5, -51, -3, -20, 12, 26, 23, -18, 5, 5, -5, -8, 0, -12, -10, 23, 29, -19, -1,
    -12, -13, 12, 17, 8, 13, -23, 15, -10, 18, -18, -7, -14, -2, 1, -9, -3, -21, 3, -32, 22, 35, -19, 15, 9, 4, 23, 22,
    -14, -23, 8, 7, -28, -21, -4, -11, 19, -13, -17, 0, -15, -31, 22, -12, -13, -16, -23, 18, -5, -4, -10, 15, 2, -28,
    14, 18, -8, -14, -4, 20, 6, -17, -16, 6, 4, 1, 6, -12, 13, -1, -1, -15, 13, -5, -21, -9, -4, -3, -3, 0, -1, -11, 0,
    9, -11, -13, -28, 11, -3, 8, 1, 5, -22, 12, 20, -7, -7, 4, 17, 31, -2, 0, 8, -21, -5, -18, 9, 12, -1, 5, 43, 3, 36,
    7, -40, 13, -5, 0, -4, -15, -4, 5, -14, 10, 15, 10, 4, 4, -12, -7, -1, -34, -9, -15, 10, 19, 7, -5, 26, 18, -6, -9,
    -39, -9, -5, 2, -14, 23, 13, 24, 13, -13, 17, -7, -5, -2, 6, -13, 2, 9, -17, -7, -1, 7, -7, -6, -6, -10, 18, 7, -8,
    -33, 12, -3, -15, -21, -43, 11, -12, -1, 23, -18, -1, -16, -34, 18, -3, -34, 6, -14, 1, 44, -19, 20, -3, -6, 32,
    -21, -7, 5, -8, 3, -27, -6, 7, 4, -17, 16, 17, 15, -5, -13, -23, -17, 2, -4, 4, -6, -9, 6, -33, -21, 17, 1, -32,
    -11, 8, 3, 13, -13, 25, -12, -7, 12, -20, -30, -8, 21, 4, -30, -21, -7, -7, -5, -20, -16, 0, -1, 8, -7, 18, -32,
    -3, 10, -18, 14, -7, -24, 11, 1, 11, 1, 15, -17, -6, -18, -9, -5, -13, 9, 2, 7, -3, 1, 9, -15, 21};
static const int32_t layer6_push_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer6_push_correction[32] = {
    3584, -24064, 25984, -16256, -61696, 17280, -3456, -50048, -8832, -7424, 1536, 4864, -31744, -5632, -26496, -34688,
    -12544, -16000, -27392, -17536, 1408, -3968, -30592, -896, -30208, 5888, -14720, -1920, -16256, -24192, -29824,
    13952};
static const int8_t layer6_push_shift[32] = {
    8, 9, 9, 8, 9, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 9, 8, 8, 8, 8, 8, 8, 8, 7, 8};
static const struct product layer6_push_weights = {
    layer6_push_weight, layer6_push_bias, layer6_push_correction, layer6_push_shift, 96, 32};
static const int16_t layer6_norm_bias[192] = {
    -3, -10, -9, -5, -3, 6, -7, -4, 6, 11, -6, -2, 9, -3, -9, -2, 8, 2, 0, -4, 2, 13, -1, -3, 3, -1, 5, 3, 0, -2, -2,
    -12, -4, -12, -8, 0, -7, 6, -5, -3, 4, 9, 1, -5, 8, 2, -4, 3, 4, -2, -1, 2, -4, 10, 1, -2, 0, 1, 3, 2, 3, -2, -4,
    -9, -6, -13, -9, 5, -13, 5, -3, -6, 4, 7, 4, -7, 8, 7, 0, 4, 5, -7, -4, 10, -5, 10, 4, 2, 2, -3, 5, 0, 7, -3, -8,
    -8, -3, -11, -9, -5, -2, 7, -8, -3, 6, 11, -6, -2, 9, -4, -9, -2, 8, 2, 0, -4, 1, 13, -1, -3, 3, -1, 5, 3, 0, -2,
    -2, -12, -4, -13, -8, 1, -8, 7, -5, -2, 4, 9, 2, -6, 9, 2, -4, 4, 3, -3, -1, 3, -5, 10, 1, -2, -1, 2, 3, 3, 3, -2,
    -5, -10, -4, -14, -9, 1, -10, 7, -5, -4, 5, 10, 2, -6, 9, 3, -4, 4, 4, -4, -2, 4, -5, 11, 2, -1, 0, 1, 4, 2, 4, -3,
    -6, -10};
static const int16_t layer6_norm_gamma[192] = {
    13190, 14900, 12053, 10917, 9473, 14262, 13695, 14307, 13042, 14866, 10513, 15197, 12856, 15865, 10485, 14247,
    13610, 12835, 13866, 13255, 13817, 13350, 12689, 14854, 13373, 14976, 13686, 14929, 13886, 14592, 13853, 14168,
    13509, 14919, 13402, 12217, 10720, 13844, 14191, 14246, 14481, 14152, 13165, 14186, 9549, 15120, 12473, 12088,
    14250, 12327, 11547, 13382, 14185, 13444, 13281, 15220, 11920, 13840, 12116, 14930, 14400, 12472, 12924, 12344,
    14641, 15223, 14140, 12164, 11369, 14529, 15883, 10408, 14475, 15077, 12480, 14226, 10775, 14839, 12608, 11403,
    15588, 13379, 11890, 14443, 13983, 15852, 11554, 14267, 11334, 12051, 13554, 14746, 15961, 11963, 13210, 12461,
    14508, 13916, 11074, 12722, 11023, 14692, 14515, 16148, 14941, 13728, 13689, 13330, 13748, 13910, 9940, 13787,
    15160, 13455, 14097, 12969, 14105, 13129, 13409, 15519, 15293, 16464, 12939, 15214, 12919, 13312, 10943, 14908,
    14474, 14593, 11894, 14190, 11279, 13752, 13693, 14940, 14125, 14160, 14483, 12278, 10662, 12910, 12136, 12753,
    14529, 11422, 11820, 13062, 12238, 12272, 13215, 14427, 14702, 11895, 11202, 14588, 12755, 12925, 11646, 13576,
    14898, 13891, 12414, 13397, 10910, 13799, 15091, 14104, 14209, 14954, 13350, 12857, 7683, 14149, 13188, 12482,
    15828, 14105, 10439, 15006, 13646, 13487, 16858, 14570, 12189, 11178, 13515, 15148, 15124, 15745, 11903, 12415};
static const int16_t layer6_norm_beta[192] = {
    -240, -2027, -8140, -9275, -16425, -3494, -6218, -2826, -6647, -558, -14230, -4985, -7592, -5264, -11819, 76,
    -6948, -1285, -3448, -2065, -1563, 1427, -5251, -1643, -7890, 1588, -2771, -4914, -3955, -1317, -590, -5659, -1100,
    -501, -131, -4081, -14777, 943, -3510, -6805, -2856, -3236, -3150, -5451, -16972, -1129, -6635, -7177, -3945,
    -2946, -8834, -6162, -4944, -4375, -1318, 1332, -9622, -1827, -5713, -1067, -4677, -7701, -7911, -11870, -6922,
    -472, 5245, -3838, -10020, -3264, -1113, -11542, -2584, 2951, -10546, -3942, -16814, -3102, -6046, -8071, -3671,
    -3316, -8325, 1535, -8242, -1431, -12321, -558, -13379, -9512, -4421, -2629, 1140, -10275, -1541, -6758, -693,
    -6076, -11354, -5329, -10092, 2933, -3177, -1720, -2774, 1106, -6461, -6458, -5067, -4512, -14761, -6889, -8266,
    -2978, -2367, -1211, -4058, -2730, -4173, 593, -3251, 1770, -9394, -1669, -1204, -1513, -9324, -4733, -2976, -4510,
    -4289, -984, -12876, -1727, -5803, -8250, 1062, -813, 2194, -7258, -11798, -4457, -6750, -12583, -4764, -4694,
    -8269, -5942, -11292, -7938, -2083, 79, -2760, -5725, -6144, 2095, -4562, -7374, -8883, -6227, -5502, -4566, 2776,
    -4280, -13754, -3207, -3042, -2450, -4138, 3836, -4904, -3817, -24070, -447, -7165, -12711, -1040, -519, -10613,
    -5704, -7951, -7530, 8910, 815, -7075, -6730, 2058, -415, 3679, -232, -8982, -6466};

/* layer7 */
static const uint16_t layer7_gathered_begin[19] = {
    0, 1, 2, 2, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t layer7_gathered_source[16] = {
    0, 1, 1, 2, 0, 2, 1, 5, 3, 4, 4, 5, 3, 5, 2, 4};
static const int8_t layer7_gathered_coefficient[16] = {
    67, 75, 66, 49, 61, 68, 41, 47, 62, 65, 57, 49, 52, 58, 33, 64};
static const struct graph layer7_gathered_graph = {
    layer7_gathered_begin, layer7_gathered_source, layer7_gathered_coefficient, 18, 7};
static const int8_t layer7_push_weight[3072] ALIGNED_64 = {
    -4, 8, 6, -3, 8, -16, -2, 11, -26, -2, -1, 9, 41, 0, 10, -14, 18, 10, -17, 22, 40, -46, -5, -11, -33, 13, 4, 20,
    -47, 30, -6, 1, 6, -4, 1, -1, 7, -17, 16, 14, -12, -19, -10, 13, 20, -27, -7, 0, 40, -41, 30, 35, 4, -10, -20, -26,
    15, -12, -8, -17, -35, 14, -13, 8, 13, -27, 7, -13, -16, -18, -27, 27, -3, 34, 20, -22, -11, 24, -8, -34, 17, -10,
    7, -4, 12, 28, 0, 39, -23, 8, -2, 16, -8, 25, 30, -17, -10, 7, 17, -6, -13, 18, -22, -31, -21, -29, 11, 15, -20,
    -5, 8, 6, 39, -15, -14, -7, -10, -1, -8, -1, 31, 4, -19, 8, 9, 1, -4, -20, 12, -14, 6, 18, -1, -14, -8, -32, 9, 20,
    -13, 23, -12, 21, 3, 23, -12, 5, 21, 26, 23, -36, 9, 1, -9, 6, -3, -12, -6, -6, -15, 2, -21, 25, 10, 0, -26, 24, 6,
    21, -5, -2, -18, -20, 10, -2, 29, -25, -17, -14, 42, -9, -10, 30, 23, -15, 0, 11, 11, 26, -5, 10, 18, -25, 29, 22,
    15, -20, 12, -14, -4, 2, -23, 2, -29, -9, -10, 0, 1, -3, -11, -1, 28, 16, 8, -12, -8, -9, -29, -17, 5, -13, -4, -2,
    3, 8, -27, -11, 14, 17, -1, -20, -8, 18, 15, 16, -14, -1, -12, 21, -20, 17, -2, 23, -55, 28, -34, 14, 22, -16, 19,
    0, 22, 3, -14, 4, 11, -31, -7, -1, 8, -18, -8, 29, -17, 11, -1, 6, -27, 3, 0, -16, -5, -2, -16, -17, 1, -28, -24,
    16, 2, -34, 13, -12, -5, -21, -2, 7, 17, -22, -12, -5, -20, -25, -24, 2, -3, -25, 14, -19, -11, 12, -19, -6, -14,
    6, 13, -31, 23, 10, -39, -35, -32, 32, -21, 14, 8, 11, 17, -18, 4, 1, 5, -7, -19, -17, -24, 18, 19, 22, -19, -3,
    17, 18, -10, 3, -14, -17, 15, -25, -37, -17, 0, 29, -4, -30, 26, 0, -17, -1, -13, -19, 6, 26, 14, -24, 0, -20, 2,
    -14, -7, -6, 5, -36, -10, 5, -6, 10, 0, -8, -14, 14, 32, 43, -5, -16, 3, 11, -6, -4, 24, -25, -7, -23, 0, -10, -16,
    -7, 40, -22, 18, -17, -3, 8, 5, 5, -16, -19, 9, -13, -33, -17, -13, -7, -20, 5, 20, 36, -2, 15, -4, 15, -27, -20,
    -7, 17, -23, -3, -10, -6, -22, 21, -4, 12, -21, -33, 17, 8, 11, -2, -13, -8, -34, 8, -11, 0, 1, -11, 22, -7, -4,
    -14, 12, 16, 19, -2, 5, 21, 12, 16, 1, -6, 10, 34, -3, 1, 15, -33, 21, 34, -19, 5, -1, -5, -21, 5, 11, -8, -1, 24,
    11, 27, -41, -55, 2, 10, 4, 13, -10, -5, 7, 28, -18, -10, -4, -7, -11, -1, -35, -3, 3, 16, 24, -1, 15, -31, -33, 3,
    14, 26, -2, 17, -11, -19, -32, -19, -3, -2, 8, -13, -7, -7, -26, 4, 13, 29, 11, 27, 16, -8, -22, 5, -11, -12, 9,
    13, 35, 0, -3, -8, 8, -7, -13, 19, 29, 14, 12, -31, 0, 19, -4, -13, -36, 27, -7, -13, -10, -11, -19, 5, 0, 1, 7,
    21, -22, -13, -18, 12, 15, 11, 9, 1, 45, -36, -44, -38, -15, -23, 7, 18, -4, -27, 6, -1, -15, 4, 7, 16, -20, -7, 2,
    8, -24, 3, -12, 11, -8, 32, -5, 23, 5, 2, 10, -3, 1, -12, 5, -2, -10, -13, 7, 22, 10, 9, -27, -12, 5, 15, -10, 14,
    8, 18, 2, 11, 14, 15, 8, -4, 4, 10, 6, 0, -14, 8, -8, -6, -48, 10, 2, 4, 5, 14, -7, -29, -7, -5, 17, 12, 1, 15, 14,
    -4, -9, -24, 7, 23, 21, -15, 14, -34, -16, 33, 19, 13, 7, -1, 27, -11, 18, -12, 22, -10, 19, -39, -60, 13, -9, 47,
    3, -14, 5, 8, 21, -16, 9, -9, 0, -12, -4, 0, 12, 23, -27, -10, 10, 12, -12, -6, 16, 10, 13, 13, -6, -43, 4, 12, 21,
    -19, 1, 2, 4, -5, 17, -2, 1, -9, 13, 4, 25, -8, 23, -10, -25, -4, 18, -3, -32, -12, 1, -9, 33, 18, -10, 2, -4, -5,
    -19, -9, -9, -10, -25, 7, -3, -5, 3, -3, 4, -30, -51, -18, 18, -9, 2, -4, 28, 7, -9, 17, 18, -7, 6, -7, 17, -2, 56,
    -12, -42, 37, -2, 6, 13, -7, 0, -17, 28, 17, 9, 14, 16, 5, -16, 11, -2, -4, 1, -7, 6, 24, 9, 13, 1, 14, 4, -27, -9,
    11, -5, 19, -5, 4, -19, -24, 28, -23, 12, 19, 9, 12, 30, -8, 8, -3, -1, 22, 7, -42, -37, -4, -4, -17, 18, 5, -8, 7,
    -17, -9, -9, 30, 29, 13, 26, 35, -47, -29, -12, 20, -30, 2, -3, -12, 4, -4, 15, 18, -5, -30, 6, 20, -22, -2, 3, -8,
    -22, -16, 6, 40, -8, 18, 14, -16, -9, -7, -5, -9, -34, 17, -16, -18, 21, -20, -17, -2, 10, -9, -7, 14, -12, 7, -8,
    3, -1, 6, -8, -21, -15, -35, 6, 4, -11, 24, -3, 12, -41, 29, -37, 43, -10, -7, 13, 19, 8, 2, 5, -11, -10, 2, -2,
    21, -1, -21, 24, 10, 16, -16, -6, -29, -5, 4, -13, 0, 28, 27, -25, -18, 6, 2, 11, -2, 53, -20, -38, -20, 15, 8,
    -25, 9, -13, -21, 16, 21, -16, 7, -27, 18, -17, 11, 9, -16, -10, -8, 26, -14, -13, 7, -25, 9, 5, 7, 52, -9, 33, 15,
    -24, -5, 3, 22, -11, -8, -9, 4, 7, 29, -13, 10, 20, 41, 22, 10, 2, -10, 1, 33, -20, -2, -11, 23, -45, 9, 5, 2, 26,
    13, -25, -44, 0, -45, 1, 4, -17, 7, -16, 10, -8, 19, -33, -18, -14, 16, -12, 25, -42, -10, 18, 19, 17, 25, -8, -11,
    8, -25, 26, -25, 3, -49, -2, 24, -52, 26, -17, -31, -10, -3, 19, 11, 9, -2, -22, 22, -5, -8, 13, 14, 2, -10, -27,
    10, 14, -2, 5, 3, 22, 5, 32, 3, -17, 0, -2, -34, -14, 30, -23, 11, -11, -3, -37, -4, -19, -16, -24, 8, 5, 7, -9,
    -29, 32, 12, -17, 1, -6, -7, 12, -7, -8, 10, -17, 19, -18, 38, 3, -34, -12, -31, 11, -49, 2, 24, -43, -9, -2, -5,
    -18, -15, -18, -3, -11, -26, -18, 11, -1, 33, 7, -18, 8, -2, 12, -31, -12, -16, 0, 24, 29, 44, 13, -13, -19, 19,
    -22, -10, -13, -6, -6, 12, -4, 13, -1, -4, 8, 7, -23, -26, 0, 3, 6, -8, -18, -17, 6, 5, 5, -41, 23, 3, 2, 0, 14, 2,
    4, -7, -1, -25, 13, 5, 7, 7, 18, -21, 4, -4, 21, 17, -12, -13, -10, 2, -7, 16, -8, -21, 28, -5, -19, -2, -13, 17,
    40, 4, -12, -9, 7, 27, -24, 8, 29, -7, -13, -6, -15, -16, 9, 9, -6, 12, -7, 21, 4, -1, 4, -9, -17, 19, 12, -19, -9,
    -33, -1, 14, -4, -7, 3, -13, -16, 10, 18, -6, -11, -11, 28, -19, 24, -5, 20, -15, 32, 24, -10, -3, 12, 7, -15, 16,
    14, 19, 23, 25, 9, 11, 5, -17, -4, -25, 45, 18, -25, 13, -2, 19, -8, 22, 21, -20, -28, -26, 22, 19, -20, 2, -2, 0,
    12, -2, -15, 6, 1, -17, 16, 10, 5, 38, -21, 5, -37, 26, -7, 12, 6, 5, 27, -25, 20, 32, 20, -9, -9, -14, 10, 4, -9,
    19, -14, 3, 15, -18, 15, 33, -41, 2, 4, -9, 12, 14, 11, -40, 30, 45, -28, -41, 13, 3, -22, 2, 20, -23, -6, -15, -4,
    16, 15, -40, -14, 4, -11, -15, 6, -12, -9, 5, -12, -4, -19, 8, 15, 2, 15, 12, -24, -3, -12, 4, -9, -16, -1, -10,
    16, -8, -19, 34, 14, -17, -1, -7, -14, 11, 8, -12, -26, 5, 14, 17, -17, 31, 14, -13, 2, -21, -23, -14, -38, 4, -5,
    12, -15, -17, 14, -7, 28, -5, -2, 15, 12, -2, -20, -16, -13, -6, -2, 13, -14, -34, 14, 3, -23, 4, 24, 10, -17, -10,
    17, 20, 8, -5, 21, 15, -17, 21, -18, -20, 16, -8, 5, 8, -10, 5, 41, -8, -2, 3, 27, -8, -13, 16, 7, 10, -7, -14,
    -25, 8, -3, 16, 14, 9, 29, -3, -2, -36, -18, 21, -9, 3, 17, 13, -24, 16, 8, 21, -36, 2, -2, 3, -28, -12, -18, -1,
    19, 14, 13, 18, -10, -13, -17, -2, 52, -5, 14, 14, -23, -28, -13, 26, -9, 8, 8, 0, 19, 29, 2, 22, 47, 16, 10, -25,
    17, -6, 5, 10, -23, -8, -14, 10, -3, 10, 11, -29, 1, 16, -5, 15, -12, 9, -6, 2, 3, 10, -13, 18, -4, -5, -13, -9,
    -25, 20, 21, 17, 4, 5, 7, 0, 1, 12, -24, -8, -18, 18, 19, 0, 4, 4, 6, 6, -22, -14, -1, -22, -35, -32, -3, 4, -2,
    -28, -17, -14, 18, 32, -7, -17, -13, -2, 4, 13, -17, 20, 26, -11, 14, -24, -25, 0, -8, 2, 14, 26, -8, -15, 13, 15,
    11, 10, -11, -5, 0, -6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 12, 11, 0, -18, -7, -3, -2, -11, -17, 23, 14, 5, 16, 26, -1, 10, 2, -12, 5, -11, 16, 24, 16, -14, -13, 6, 6,
    20, 1, 2, -10, -11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    18, 1, -4, 29, 20, 9, 15, -11, 10, 13, 13, -4, 7, -35, -30, 19, 24, 18, 26, -5, -5, -16, -20, -31, 16, 30, -39, 23,
    -13, 4, 12, 14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20,
    5, 19, -1, 15, 20, -16, -5, -2, 22, -21, 30, 8, -12, -8, -7, -23, 25, -2, -9, -19, 7, -7, -4, -2, -18, -10, 8, -7,
    -5, 2, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -16, 8,
    4, -15, 11, 4, -20, 13, -24, -38, -8, -1, -5, 11, 16, -16, 16, 5, -1, 16, -4, -2, 22, -18, 14, 11, 7, 8, -19, -16,
    -20, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, -3, -8,
    10, 12, -24, -8, 25, -6, 8, -11, 19, 13, -20, 6, 2, -3, 18, -9, 11, 3, 15, 1, 0, 28, 16, -19, 19, -9, -7, 2, -6, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, -12, -17, -5, -21,
    10, -8, -18, -6, 15, -6, 12, 7, 3, -9, -1, 15, -20, -10, 4, 25, 2, -22, -5, -16, -16, -12, 7, -8, -12, -9, -3, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, -19, -21, 13, 20,
    -2, 0, -22, -22, 3, -36, 4, -34, 1, -10, -33, -1, -13, -19, -8, -1, -13, 13, 16, -21, -10, -5, -11, -9, 2, -18,
    -11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13, 13, -6,
    -4, 5, -33, -10, 4, -8, -3, 14, -4, 23, 0, -29, -37, 13, -13, -24, 22, -5, 14, -37, -22, 0, 16, 8, 5, 1, -21, 13,
    10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, -5, 9, 15,
    -7, -2, -13, -35, -12, 13, 10, -5, 10, 14, 20, 25, 14, 3, 12, 2, -6, 10, -16, 23, 7, 27, 10, 14, -10, -4, -4, -11,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -19, 21, -17, 19,
    3, 14, 12, 8, -16, -12, 18, 0, -19, -48, -33, -10, 9, 6, 6, -36, -8, -17, -23, 2, 19, 9, -21, 9, -3, 3, -3, -8, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, -12, 16, -20, -16,
    9, 18, 10, -20, 23, 18, 0, -10, 7, 30, 7, -10, 7, -1, -11, -4, -19, 19, 15, -22, -5, -11, 13, -17, -2, 8, 4, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 12, -4, 9, -20, -24,
    -14, 0, 17, 13, -21, -8, 17, 1, -6, -34, 6, 13, -4, 5, 3, 25, 24, -41, -14, -15, -24, -29, -16, -8, -6, 3, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 19, 5, -14, 11, -5, -10, 20,
    -6, -17, 8, 21, 1, 20, -31, -9, 17, -3, 32, -1, -20, -7, 7, -8, 4, -17, -7, 0, 4, -8, -9, 14, -5, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -13, 2, -12, -24, -1, -2, -11, -16,
    0, -2, -28, 9, -11, -13, 16, -13, -14, 4, -4, 0, 7, 3, 2, 20, 15, -10, -9, -18, -7, 6, -5, -14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 22, 4, -32, 3, 24, -7, -11, -26, 1,
    -4, -19, -24, -29, -14, 4, -8, 10, 17, 5, -7, -19, -14, -10, 3, -11, -17, 13, 21, -7, 5, -29, 2, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -13, -1, 27, 23, 0, -4, 21, 17, 10,
    6, -6, 0, 4, 2, 9, -46, -26, 11, -7, -13, -6, 14, -23, -5, -1, -1, -13, 11, -3, 0, 3, -5, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 3, 14, -10, -10, -26, 6, -23, 3, 5, 18,
    11, 15, 15, 21, 18, -10, 10, -9, -29, 10, -12, -5, -2, -24, 19, -19, 20, -12, -9, -3, -11, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -11, 7, 12, 7, 8, -11, 29, 23, 10, -11, -2,
    14, -3, -29, -28, -19, 15, -8, 19, 7, 20, -3, 4, -23, -8, 19, -45, 16, -17, 13, -3, -6, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 11, 6, 3, -20, 0, 13, 9, -17, 5, -11, 4, -8,
    -10, -30, -11, 24, 2, 21, 16, -22, -46, -8, -20, -15, -21, -19, -30, 19, -7, -7, 1, -9, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -3, -3, 13, 15, -35, -8, -28, 26, -3, -22,
    -12, -11, 7, -13, -6, -15, 0, -20, 0, 8, 0, 10, -15, 6, -8, 6, 19, -10, -14, -12, -10, -7, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 11, -19, -19, -3, -23, -12, -8, 18,
    -11, -3, 17, 23, 1, 4, -17, 7, 38, 3, 4, 11, 43, -28, 9, 6, 0, 2, 17, -8, -6, 2, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -9, 12, 17, 7, -18, 6, 16, -1, -13, -10, 4, 0, 2,
    -13, 15, 1, -9, 12, -38, 7, -7, -6, -45, 24, 16, -3, 3, -23, -8, -8, -14, -10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -17, -16, -20, 13, 27, 13, -17, -19, 11, -8, -26, -10,
    -1, -18, 20, 3, -8, -6, 1, -12, 3, -16, -15, 34, -8, -14, -11, 16, -4, 4, -18, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer7_push_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer7_push_correction[32] = {
    28928, -12032, 25472, 640, 1152, -29312, -16896, -2432, -49536, -33408, -5504, -24064, 41472, -49792, -14464,
    26240, 16256, -29952, -7552, -36992, 1280, -24448, -4224, -62848, 0, 0, 0, 0, 0, 0, 0, 0};
static const int8_t layer7_push_shift[32] = {
    8, 8, 8, 8, 8, 9, 8, 8, 8, 8, 8, 8, 9, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0};
static const struct product layer7_push_weights = {
    layer7_push_weight, layer7_push_bias, layer7_push_correction, layer7_push_shift, 96, 24};
static const int16_t layer7_norm_bias[144] = {
    -31, 226, 17, -87, -5, 164, -94, -56, -26, -210, -55, 100, -11, 7, -64, -14, 53, 171, -41, 1, -11, -4, 34, -79,
    -34, 193, 37, -76, -38, 178, -52, -40, -59, -208, -62, 76, -20, -18, -74, -52, 22, 95, -33, -14, 39, 9, 72, -60,
    -35, 109, 34, -52, -56, 137, -9, -13, -57, -144, -53, 38, -12, -40, -84, -73, -4, -9, -21, -15, 69, 32, 98, -22,
    -29, 200, 14, -78, -5, 145, -84, -49, -22, -186, -49, 89, -9, 5, -60, -13, 47, 149, -37, 2, -9, -2, 32, -69, -29,
    178, 34, -68, -32, 161, -49, -38, -53, -190, -55, 71, -20, -14, -63, -44, 22, 94, -30, -13, 32, 5, 60, -57, -30,
    152, 34, -61, -39, 151, -34, -29, -56, -172, -53, 58, -18, -22, -66, -53, 12, 59, -26, -15, 44, 13, 71, -45};
static const int16_t layer7_norm_gamma[144] = {
    22586, 30451, 24135, 28035, 18446, 21764, 22778, 23881, 26850, 25985, 24244, 23844, 23049, 21923, 25957, 24916,
    19980, 23111, 21664, 26925, 21448, 25697, 23254, 22928, 23197, 30919, 22799, 28637, 21059, 21253, 21834, 25599,
    23959, 24715, 24966, 23455, 21811, 23343, 25728, 23613, 19533, 20426, 21382, 24614, 24526, 25742, 22862, 19044,
    27223, 29476, 23681, 27818, 22543, 21761, 21740, 26085, 22885, 24845, 26703, 23467, 19096, 21404, 27850, 26193,
    19872, 27694, 18979, 23181, 22955, 28836, 22348, 15639, 22824, 31129, 28682, 26936, 18212, 20559, 23068, 22108,
    26644, 27384, 24677, 25838, 22817, 21447, 25803, 25227, 20913, 22817, 19075, 26684, 21171, 27427, 24806, 24187,
    24466, 29626, 26673, 26805, 20385, 21392, 23058, 22948, 24512, 25700, 25237, 24211, 22009, 21419, 23658, 23461,
    20634, 21750, 20803, 25174, 23361, 30437, 24552, 19389, 25344, 29780, 24490, 27651, 22835, 22485, 22271, 24283,
    24354, 24999, 25058, 23675, 19794, 20594, 25670, 23903, 19945, 22370, 18743, 23604, 24000, 28802, 23445, 18413};
static const int16_t layer7_norm_beta[144] = {
    -6755, 11686, 6000, 4021, -14513, -1578, -2912, 3266, 1902, 2256, -4641, -3569, -1281, -5567, 5216, -2403, -5343,
    6891, 2266, -74, -2854, 531, -2482, -2717, -9079, 10096, 4738, 4869, -7522, -1808, -2274, -1693, 2656, 4763, 2022,
    -2596, -2333, -4787, 2141, -2573, -6852, -11216, -4092, 1542, 816, 5721, -1256, -10643, 1856, 6217, 1839, 6398,
    -5209, -1946, 3125, 88, -1319, 7519, 2360, -5302, -1802, -6676, -89, 279, -1788, 299, -5392, -223, -898, 2778,
    -1642, -19930, -6728, 9170, 3314, 2287, -17854, -2790, -958, 6045, 8160, -1920, -2118, 413, -1622, -4026, 3538,
    -1857, -10609, 1303, 11591, -815, -4577, 2167, -1997, 3100, -3781, 5939, -592, 1894, -7336, 701, -1888, 1406, 6870,
    265, 3055, -1065, -4315, -5089, 3550, -5252, -8625, -8463, -52, 2136, -2911, 8275, 81, -10562, -3476, 6326, -2801,
    6255, 2294, 3385, -1442, 2558, 3646, 4067, 2051, -5733, -2362, -8040, 1133, -5698, -5329, -4735, -9595, -1328,
    -813, 5206, -1132, -14015};
static const int8_t layer7_projected_weight[1024] ALIGNED_64 = {
    -17, 18, 6, -14, 11, 16, -20, -11, 11, -11, 18, 18, 11, -1, -10, 34, 5, 21, -13, 13, 32, -26, 13, -18, -11, 37, 12,
    11, -45, -6, -14, -15, 17, 0, 4, 16, 4, -15, 25, -13, -39, -18, 16, -6, 10, 34, -57, -37, 4, -1, 15, -7, -6, -17,
    -8, 5, 4, -3, 42, 4, -28, -15, -7, -9, 4, -31, -25, 7, 14, -4, -54, -21, -30, 22, -1, -19, -15, -7, -17, -25, 15,
    -32, 12, 6, -16, -8, -3, 21, 28, 22, -5, 16, -7, 2, -10, 22, 29, -6, 38, -3, 13, 26, 5, 7, 4, -11, -6, 10, 49, -8,
    35, -48, -18, -19, 1, -20, -1, 40, 6, 31, -2, 2, -11, 15, -18, -14, -9, -14, 32, -2, 15, -13, -1, 0, -25, -36, 10,
    20, 41, -12, 36, 18, 8, -24, 11, -19, -20, -9, 15, 15, -3, -5, 20, 49, -36, 16, 36, 12, 14, 1, -10, -7, 16, 23, 7,
    21, 10, 38, 23, 19, 6, -6, 37, -55, 57, -1, -26, 1, 9, 17, 24, 15, -25, 3, -2, -8, -31, 51, 22, 12, 24, 4, 11, 16,
    11, -30, 7, 14, 17, -22, 21, 47, -1, 20, 2, -11, 4, 0, 18, -27, -19, 9, 14, 21, -16, 19, -57, 5, -26, -12, -18, 10,
    -24, 29, -25, 1, -3, -17, -23, -7, -18, -3, 4, 0, 16, -26, -19, 31, 56, -26, -4, 5, 1, -14, -10, -5, -7, -21, 10,
    -34, 30, -9, 19, 22, 14, -39, 20, -6, 3, 14, -41, 30, 51, 20, -10, -28, -53, 24, -3, 6, -13, 0, 23, 21, 3, -4, 13,
    -19, -10, 35, -6, -43, -2, 17, 56, -14, 6, -27, 1, 3, 0, -26, -41, -5, 12, 1, -7, -20, 20, 14, 50, -57, 4, 2, -26,
    7, -30, -7, -28, 7, 16, 7, -16, 26, 28, -37, 2, -18, 7, -6, 0, -26, -2, -3, -54, 54, 32, -9, -42, 7, -5, -8, 2, 30,
    10, -14, 12, -6, -19, -18, -17, 17, 3, -19, 32, -1, -24, -7, 4, -27, -44, 57, 18, -19, -16, 2, 7, -12, 9, -9, -26,
    -40, 26, 22, -29, 33, -34, -28, 23, 7, 4, -6, -16, -1, 8, -11, 2, 3, -22, -25, -17, -18, 23, 25, -7, -7, 22, -17,
    -29, -7, -24, -15, -28, 31, 7, -20, -10, 6, -22, 7, -11, -15, 17, -17, 21, -23, 11, -6, -34, 11, -31, -16, -23, 43,
    23, 23, 9, 8, -24, 28, 24, 18, -22, -12, -14, 13, 26, -8, 42, 26, -21, 22, -2, 16, 10, 6, 27, 2, -11, -21, 14, 30,
    30, -10, -18, 5, 21, -9, 41, 19, 27, 6, 27, 24, -24, -48, -29, 20, -34, -10, 29, -33, 3, 17, -6, -20, 6, 31, -6,
    -1, 18, 0, 41, 40, -16, 60, 17, 58, 28, 35, -30, 4, 10, -13, 1, 6, -10, 18, 30, 19, 5, -14, -24, -21, -14, 48, -9,
    35, -4, 15, 3, -2, -36, 8, 8, 33, -1, -3, 3, 30, -4, -8, -6, -36, -7, -10, 5, 10, 10, 26, -32, -7, -18, 24, 33, 10,
    -26, -37, -56, 16, -29, 6, 7, 41, -23, 5, 31, 18, -31, -42, -12, -34, -16, -6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, -7, -18, 8, 3, -30, -10, -6, 39, -10, 25, 2, 24, 8,
    23, 30, 11, 35, 36, -11, 15, 30, 29, 27, -19, 4, 13, 43, -11, 24, 25, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 12, 26, -1, -1, 7, 31, 11, 17, 38, -6, 46, -20, -19, 2,
    -6, -8, -14, 25, -29, 11, -50, 4, -51, 4, 26, -24, 2, 9, -11, -5, -3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 25, -14, 6, 6, 0, 6, 6, -29, 6, -32, -6, 20, 14, -8, 29, -15,
    -28, -20, 12, -17, 7, 26, -25, -7, -9, -39, 56, -14, 11, 2, -17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, -10, 16, -16, -7, -7, 33, -19, -24, -15, -21, 12, 20, 13, -6,
    -19, 19, 35, -17, 13, 51, 2, -51, -30, -44, 15, -7, 17, 5, -21, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -25, -4, 25, 26, -6, 8, 6, -29, -11, -27, -23, -16, 8, -29, -1, 15,
    26, 16, -35, 19, -3, 3, -30, -29, 3, -11, -10, -38, -21, -13, 3, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -3, -12, 1, -24, 12, -26, -3, 18, -22, 38, -26, -4, 14, -3, 4,
    24, 3, 47, -52, 40, 32, 44, -3, 24, 17, 11, -22, -21, 33, 15, -10, -6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25, 8, -13, -1, -19, -4, 18, -17, -60, 33, -32, -24, -18, -23,
    18, -15, -7, 26, -45, 0, -29, -34, -18, -30, 19, -16, 44, 47, -2, -4, 8, -10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer7_projected_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer7_projected_correction[32] = {
    9216, -16384, -3072, 2304, -4096, 9216, 11520, 25856, 3584, 7936, 4096, 7296, -2176, -3072, 15104, -2304, 1792,
    4480, -25088, 14080, -1664, -2816, -2176, -1280, 0, 0, 0, 0, 0, 0, 0, 0};
static const int8_t layer7_projected_shift[32] = {
    8, 9, 9, 8, 8, 8, 9, 9, 8, 8, 8, 9, 8, 8, 8, 8, 8, 8, 9, 8, 9, 9, 9, 8, 0, 0, 0, 0, 0, 0, 0, 0};
static const struct product layer7_projected_weights = {
    layer7_projected_weight, layer7_projected_bias, layer7_projected_correction, layer7_projected_shift, 32, 24};
static const int16_t layer7_projected_norm_gamma[144] = {
    19812, 15962, 17004, 19812, 17845, 16984, 13980, 17194, 19628, 16445, 18764, 19590, 16248, 13365, 19435, 17457,
    17941, 13041, 15484, 18664, 15096, 18547, 14271, 15343, 22482, 17095, 16206, 21724, 17296, 19032, 13547, 16172,
    18782, 17286, 19765, 18745, 15108, 12896, 20284, 17972, 19324, 14669, 13629, 20118, 15584, 17643, 15461, 16393,
    18845, 17789, 15917, 19748, 16257, 18529, 14109, 16970, 16262, 16917, 18524, 18178, 16777, 16570, 24503, 15661,
    19538, 15005, 12937, 16497, 15032, 15774, 13867, 16716, 20805, 16552, 17164, 19665, 18956, 19103, 15894, 19054,
    19943, 18855, 17225, 21197, 15996, 12829, 20638, 18116, 16820, 13669, 16885, 18086, 15611, 17658, 17129, 16518,
    21942, 17736, 16987, 22645, 18764, 19608, 15404, 18004, 19574, 18418, 17922, 18803, 15645, 17250, 21202, 18227,
    17807, 14641, 15248, 19499, 15642, 17890, 16851, 17341, 19563, 18247, 17138, 23503, 17127, 18874, 15076, 17432,
    17628, 18014, 17064, 19145, 16213, 19209, 22491, 16108, 17989, 15271, 13595, 17661, 15801, 17028, 15936, 18804};
static const int16_t layer7_projected_norm_beta[144] = {
    17120, 12426, 13365, 18063, 13583, 16835, 11328, 20916, 20787, 12600, 6512, 13554, 9785, -4167, 14291, 5780, 12761,
    2579, 24645, 15619, 11786, 16316, 2543, 13975, 17920, 17106, 15190, 17757, 7692, 15593, 11810, 14726, 21539, 16263,
    18651, 17304, 5252, -2917, 9038, 3973, 15820, 6386, 13854, 17502, 13889, 20291, 4046, 19462, 15861, 20652, 13564,
    13959, 2599, 13353, 13227, 14188, 11800, 15183, 16471, 10394, 10735, 5784, 15593, 5717, 16465, 9418, 5862, 18518,
    7421, 13586, 5552, 25457, 15728, 9936, 13779, 14111, 17420, 17933, 14844, 21793, 20793, 14997, 10927, 19241, 7227,
    -3192, 18496, 7608, 11122, 7098, 28524, 15364, 12926, 12269, 7308, 16906, 21259, 11306, 13353, 21181, 15469, 17505,
    12993, 17237, 21703, 15656, 17030, 18877, 5495, 16332, 17735, 6036, 15062, 9713, 17782, 18028, 11621, 16386, 7282,
    18145, 16888, 13492, 10877, 19063, 6767, 20966, 13082, 18508, 17434, 16306, 18114, 15630, 11049, 13560, 19920,
    4570, 19783, 9955, 12509, 17676, 9390, 12082, 4803, 23901};

/* layer8 */
static const uint16_t layer8_gathered_begin[19] = {
    0, 1, 2, 2, 3, 4, 5, 6, 6, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16};
static const uint8_t layer8_gathered_source[16] = {
    0, 1, 1, 2, 0, 2, 1, 5, 3, 4, 4, 5, 3, 5, 2, 4};
static const int8_t layer8_gathered_coefficient[16] = {
    72, 71, 65, 47, 60, 71, 46, 37, 65, 65, 57, 53, 45, 59, 44, 52};
static const struct graph layer8_gathered_graph = {
    layer8_gathered_begin, layer8_gathered_source, layer8_gathered_coefficient, 18, 7};
static const int8_t layer8_push_weight[2304] ALIGNED_64 = {
    0, -20, 30, -14, -12, 23, 20, 12, 28, 24, -12, 12, -7, -18, 7, -9, 4, -33, 4, 1, -9, 10, 18, -15, -16, -15, -1, -3,
    -6, 4, 9, -19, 22, 1, 8, -11, -2, 1, -3, 10, 0, -2, 11, -40, 1, -46, -6, 29, -14, 21, 22, -5, 3, 57, 1, 37, 12, -4,
    29, 9, -12, 7, 14, -9, 22, 5, -8, 12, 12, 7, 8, -8, -31, -4, 12, -1, 10, -8, -1, -9, 13, 3, -6, 5, 13, 24, -17, 3,
    13, -3, -19, 26, 25, -31, 28, -1, 39, 3, -24, -5, 10, 23, -20, -19, -11, 6, 4, 0, -15, -51, -9, -2, -43, 7, 20, -5,
    3, 16, -11, 1, -9, -14, -11, -3, -24, -7, 17, 5, -1, 12, -16, 11, -5, -18, -7, -11, 5, 15, 22, -6, 7, 22, 3, 33, 3,
    11, -4, 3, 25, 26, -17, -18, -7, -17, -25, 2, 28, 0, 32, -19, -33, 2, 19, -10, -26, 2, 19, -32, 4, -8, -2, -8, 30,
    -8, -15, 29, 16, 1, 3, 9, -24, -8, -22, -38, 4, 11, -11, 2, 31, -15, 15, 9, 7, 1, 2, 33, -11, 18, 7, 0, -21, 10,
    19, -8, 21, 20, 13, -24, 2, -13, 5, -8, -6, -11, -17, 29, -24, -23, 28, 6, 19, 15, -26, 8, 12, -55, 4, 3, -8, -10,
    1, 10, -8, 1, 3, 4, -10, 2, 22, -19, 14, 2, -24, 12, 15, 18, 2, 6, 3, -9, -6, -19, 0, -28, -30, 7, 31, -36, -28,
    16, -11, 37, 21, 2, 9, -13, 2, 1, 28, 29, 5, -4, -1, 16, 10, 12, -1, -19, 2, -6, -19, -19, -8, -8, 14, -18, 12, -5,
    -19, 37, 12, 4, 15, 12, 23, 5, 7, 2, 5, 10, 18, 40, -20, -31, 18, -6, 3, 6, 0, 10, 22, 31, 5, 5, 4, -14, 25, 1,
    -12, -3, -29, -4, 19, 9, 7, -20, -8, -1, 0, -32, 20, -10, -22, -27, 10, -43, -10, 7, -11, 8, -2, 12, 10, 22, 23,
    -15, -28, 4, 21, 30, -12, 16, -35, -4, -13, -32, -18, 3, -8, -6, 1, -10, -4, 12, 20, -4, 11, 5, -17, 1, 14, -34,
    -16, -25, -16, 9, -7, -29, 0, -9, 10, -24, -20, -8, -10, -29, 6, -19, -7, 19, 11, 42, 10, 18, -9, 7, 24, 18, -25,
    22, -8, -22, -5, 11, 8, -13, 15, 2, -1, 7, 5, 14, 31, 15, -10, -52, 9, 12, -26, -8, 27, 29, -25, 20, 2, -1, -1,
    -40, 30, -28, -5, 2, 11, -26, -8, -31, -7, 58, 23, 42, -16, 2, 2, 2, 7, 8, 2, -5, 2, -15, 17, 33, 1, 23, 8, -19,
    -34, -12, 5, -7, -24, -11, -20, 6, 8, -17, -11, 1, 5, 9, -18, 23, 1, -16, -1, 8, 15, -3, 11, 15, 18, 17, 9, -16,
    20, -17, 16, -26, -19, 1, 7, 13, 6, -62, -2, 21, -16, -12, 3, -6, 8, 25, 14, -27, 11, 18, -5, 5, -4, -10, 16, -1,
    18, 11, -23, 5, 7, -9, -9, 9, 6, -3, 52, -48, 18, 4, 6, 15, 2, 7, 8, 20, 16, -17, -15, -14, 11, 10, -3, 12, -14,
    -3, -9, -39, -32, -28, 23, -20, 20, -18, 18, 0, 11, 11, -9, 1, 14, -23, -23, 42, 11, -8, 7, 19, -1, 12, -6, -27,
    -2, -1, 11, 28, 15, -9, 42, 10, -16, 0, 0, 44, 10, -4, -10, -19, 0, -4, -11, 37, 27, 17, 16, -12, 16, -19, 11, -9,
    -6, -15, -5, -19, 22, -1, -7, 12, -25, 19, 14, 11, 11, -44, 5, 26, 19, 16, 9, 6, 0, 8, 5, 11, 25, -21, 30, -24,
    -23, -11, 12, 23, -20, 15, -4, 3, 12, 7, -14, -34, 10, -5, 9, -4, -17, 2, 13, -6, 12, -6, 18, 34, -20, -7, 10, -25,
    -7, 32, 3, -5, -9, 5, 4, 9, -4, -1, -6, -7, 10, -11, 15, -27, -28, -16, -23, -18, -11, 13, 13, 4, -13, 9, -16, 15,
    -4, -3, -7, -11, 10, 17, 1, -8, -3, 3, 22, -19, 19, 22, 7, 18, 23, 33, -2, 22, -3, 37, 20, -2, -1, 12, 21, 8, 3,
    -14, -8, 14, -6, 15, 16, 27, 12, 21, 5, -26, -13, -12, 8, -5, -8, -9, 16, 22, 20, 18, 10, 13, -17, -12, 19, 16,
    -39, -23, 17, -35, 10, -18, 24, -20, 0, 1, 7, 10, -12, 20, -7, -7, 21, -13, 0, -46, 20, 5, 25, -15, -21, 4, 10, 30,
    4, 4, 16, -9, -7, -35, 11, -4, -27, 32, -17, 30, 24, -10, 7, -6, 3, -14, -22, 46, -6, -35, 2, -14, 6, -25, -14, 5,
    14, -14, 4, 37, -2, -1, 16, -22, 13, 14, -3, -9, -25, -13, -22, 6, -6, 1, 0, -18, -7, -27, -21, 13, -3, 15, 6, -10,
    -15, 26, 24, 34, 11, -13, 10, 34, 7, 7, 18, -2, 11, -20, 1, 20, 19, 12, -12, 13, -3, 4, -23, 4, -9, 2, -29, -4, 6,
    9, -13, -5, -8, 7, -1, 19, -9, -21, -4, 1, 21, 20, -1, 1, 2, 14, 0, -10, 39, -9, -3, 15, 1, -4, -2, 12, 3, -25, 23,
    25, 0, -20, 11, -6, 26, 13, 6, -7, -20, -12, -4, 11, -7, -14, 16, 15, 23, 21, -18, -12, -22, 6, 18, -16, -25, -9,
    13, -16, -11, 14, 28, 38, 12, 14, 6, -2, -10, -1, -5, -31, 27, -15, 3, 14, -6, -20, 19, -8, -22, -15, 13, -18, 24,
    26, 15, -35, 2, 3, 1, 5, -8, 4, 5, 49, -13, -2, -2, -1, 7, 16, 9, -39, 16, 20, -26, -17, 11, 16, 14, 16, 1, -8,
    -11, 34, 1, 13, -14, -3, -10, -4, 0, 6, -16, -23, -2, -4, 10, -13, 0, -2, 6, 23, 19, -11, -10, -27, -10, 14, -14,
    17, 15, -10, 5, -26, 18, -6, 28, 25, 24, 5, -10, 10, 9, 1, -10, -22, 1, -15, 9, -22, 0, 10, -3, 27, -6, -25, -14,
    8, -29, 7, -7, 7, -29, 16, -5, 6, -3, 12, -12, 21, -1, 8, -12, -34, 15, -27, -12, 35, 10, 1, -9, -3, -9, 10, 17,
    -12, 21, 2, 3, 2, -8, -19, -22, -6, -7, -20, 10, 33, -30, 13, -10, -28, 20, -7, 8, 1, 1, -2, -17, 43, -3, -17, -29,
    21, 3, 10, 4, -15, 22, 2, 19, 33, 6, 21, -14, 20, 13, -21, 11, -5, -9, -4, -3, 3, 22, -6, 27, -6, -9, 20, 21, -2,
    -19, 0, 7, -7, -8, 3, 32, -8, -6, 22, -1, 9, -15, 10, -7, -12, 13, 3, 8, -9, 7, -3, 19, -14, 2, 9, -1, 6, -7, -4,
    19, 8, -22, 28, -14, -1, 12, -15, 25, -1, 21, 3, -20, 2, -11, -5, 24, 11, -7, -1, 26, -6, 7, 3, -5, 13, -24, -9,
    -8, -19, 18, -9, -22, 11, -11, -48, 34, 45, 29, 6, 0, 35, 14, 46, -35, -15, 10, -22, 12, -16, -12, 3, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -20, 17, 8, 8, 9, -17, -30, 34,
    -33, -33, 17, 10, -16, 2, -3, 12, 6, 0, -14, -19, -8, 24, 4, 14, 15, -14, 24, 4, -33, -26, 3, -26, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -17, 0, -5, -6, -17, 35, -35, 4,
    22, -5, -20, -1, -10, -21, -8, 11, -22, -27, 10, -16, -11, -23, -34, 4, -13, 7, -33, 4, 5, 8, 23, 47, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14, -2, 15, -22, -56, 19, -34,
    38, -4, 15, -5, -1, -26, -1, 19, 3, 26, -7, 2, 19, 14, 30, -1, -32, 5, 3, -5, -2, 15, 11, 30, 20, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -8, 5, -5, -15, 30, 20, -13, -31, 0,
    25, -22, -8, -13, -28, 2, 14, 18, 14, -30, -9, 14, -7, 27, 25, -6, -9, 24, 20, -18, -7, -11, -27, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -5, 17, 26, 20, 63, 52, 15, -26, 0,
    -12, 7, 7, -22, 19, 8, -9, -14, -29, -17, 4, -1, 23, 19, 20, -21, -8, 28, 22, 2, -18, -17, 14, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -7, -10, -2, -23, -22, 34, -50, 27, -20,
    -11, 24, -6, -6, -38, 13, -12, 29, 45, 8, 22, -3, 40, -8, 29, -22, 2, 13, 16, 9, -30, 19, -7, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -10, 4, 11, 12, 2, 21, 37, 10, -37, -6,
    10, 6, -3, 19, 17, -17, 32, 16, 2, -33, -7, -14, -14, 7, 13, -1, -4, -6, -31, -19, 0, -24, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -10, 29, 13, -16, -2, -15, 33, 24, 3, 25,
    -11, -17, -1, 10, -22, -11, -7, -36, 13, 23, -16, 6, 4, -10, -14, 0, 4, -3, 23, 22, 12, 47, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, -15, 16, -10, -46, 16, 25, -11, -4, 13,
    -24, 3, 3, -14, 5, 16, 25, -22, -33, -33, -20, 7, 8, -12, -1, 18, 7, 7, 6, -12, 28, -10, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 5, 24, -10, -32, 22, -12, 0, -25, 47, 17,
    6, -1, -4, 7, 13, 20, 19, -29, 12, -11, 1, 14, -5, 17, -28, 24, 13, 0, 32, 10, -8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, -20, -5, 28, 36, 15, -34, -1, 17, 11, -18, -13,
    10, 1, 22, 11, 10, 13, 16, 4, -8, 27, 28, 4, 24, 13, 24, 2, 15, 12, -25, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -2, 18, 26, -34, 20, 6, 33, 8, -13, 8, 7, -30, 8, -24, -3,
    -37, 27, 37, 17, 11, -9, -4, 9, 35, -24, -24, -34, 2, -5, 11, -17, 28, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -9, -3, 0, -24, -6, 6, -44, -29, -20, -32, 17, -12, 25, 20, -20,
    -14, 17, 21, -13, -5, 7, -15, 5, -9, 24, 27, 11, 23, 7, -9, -10, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 33, 11, 6, 17, 24, -8, 44, -13, 22, 10, 23, 12, 5, 14, -29,
    -28, -30, -10, -15, 11, -30, -45, 3, -1, 13, -4, -14, 32, 19, 23, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 12, 4, 6, 7, -55, -33, -17, -15, 23, 0, -18, -9, -7, 9, 19, -3,
    0, 13, 12, -13, -13, 18, 14, 6, 15, 24, 11, 20, 7, -11, -2, -9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -15, -40, -13, -5, -63, 9, 26, 32, -12, 15, 21, 7, -27, 7, -16, 3, -3,
    29, 13, -3, -18, 25, 23, 27, -3, -44, -1, 7, -23, 31, -4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 14, 13, -15, -26, -40, -35, 41, 32, 19, 6, -16, 11, 18, 17, 9, -15, 14,
    -4, 21, -29, -4, -17, 12, -7, -13, -13, 26, 5, -11, -19, -1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer8_push_bias[32] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
static const int32_t layer8_push_correction[32] = {
    15360, 29824, -2048, 23424, -5888, 7936, -5376, -1536, -23168, 22784, -2944, -768, -14080, 55552, 11648, 26368,
    8064, 8320, -7040, -18944, 26112, 34176, 17152, 18816, 0, 0, 0, 0, 0, 0, 0, 0};
static const int8_t layer8_push_shift[32] = {
    7, 7, 7, 7, 6, 7, 7, 7, 7, 7, 6, 7, 7, 7, 7, 7, 7, 8, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0};
static const struct product layer8_push_weights = {
    layer8_push_weight, layer8_push_bias, layer8_push_correction, layer8_push_shift, 72, 24};
static const int16_t layer8_norm_bias[144] = {
    -231, -41, 250, -252, -131, 178, -81, 270, 308, -282, 139, -105, 491, -134, -274, -39, -122, 1, 327, 166, 251,
    -201, 83, -556, -265, 29, 410, -149, -175, 169, -72, 247, 260, -261, 42, -99, 558, -85, -242, -73, -143, 129, 293,
    214, 220, -123, 210, -657, -221, 101, 430, -17, -154, 100, -20, 145, 161, -182, 9, -101, 476, -32, -104, -106,
    -164, 221, 213, 243, 156, -75, 227, -583, -209, -37, 226, -228, -119, 161, -73, 244, 279, -255, 125, -94, 444,
    -121, -248, -35, -110, 1, 295, 150, 227, -182, 75, -503, -240, 7, 347, -165, -156, 163, -75, 239, 252, -247, 50,
    -88, 503, -88, -242, -55, -121, 87, 276, 179, 209, -123, 173, -587, -240, 23, 366, -141, -157, 154, -67, 226, 239,
    -239, 43, -91, 504, -79, -222, -64, -129, 111, 268, 192, 202, -115, 185, -594};
static const int16_t layer8_norm_gamma[144] = {
    24122, 25783, 28102, 23710, 25755, 24367, 22186, 25682, 32337, 26326, 24361, 28868, 24783, 27515, 29403, 21353,
    22793, 21286, 24115, 24092, 30074, 24730, 22168, 25291, 24642, 24890, 28832, 24957, 26327, 20551, 20457, 26587,
    27326, 26758, 23072, 29738, 26898, 26117, 27028, 22963, 22816, 18342, 25148, 24316, 30600, 22600, 21157, 27268,
    27021, 25572, 25921, 24569, 25879, 19952, 20524, 25601, 23064, 23160, 24395, 32767, 24025, 25849, 24114, 25066,
    23241, 20022, 26010, 23718, 29998, 23259, 23134, 30576, 23708, 26120, 29726, 22055, 23590, 23793, 21644, 26598,
    28224, 22151, 25046, 31592, 25540, 26172, 27778, 24204, 23058, 21600, 25469, 24049, 26747, 24211, 23841, 25290,
    24200, 24928, 28494, 23675, 24832, 19179, 20606, 26501, 25786, 24775, 23949, 30727, 26753, 24995, 27102, 24747,
    22693, 18866, 25197, 25007, 25926, 22857, 22959, 27423, 25361, 24275, 27363, 24980, 25116, 18486, 19910, 25806,
    24600, 25963, 23998, 30963, 27482, 25010, 24143, 25074, 22650, 16937, 25809, 24857, 26671, 23710, 22959, 27713};
static const int16_t layer8_norm_beta[144] = {
    -5590, -4895, 3447, -5456, -3775, -6742, -7428, 2758, 2127, 728, -6062, -1335, -4845, 1296, -1930, -9897, -7115,
    -8286, -5519, -1662, 1775, 3964, -6273, -839, -6692, -4306, 5047, -1928, -2091, -9801, -12481, 9319, 1758, 1772,
    -8991, -713, -3327, -3561, -8748, -3558, -9951, -10122, -4221, 1784, 3131, -2887, -9445, -919, -3411, -2110, -2126,
    -1058, -845, -14238, -11975, 13947, 2571, -588, -4975, 8517, -943, 4594, -8165, 755, -8017, -11847, 323, 3879,
    5429, -3116, -6314, 8288, -11189, -8743, 489, -5410, -5189, -10794, -6283, 3744, 7416, -1359, -7253, 3692, -3070,
    3208, -4181, -8664, -7852, -6023, -88, -1097, 1193, 4003, -6151, 1918, -11291, -8795, 342, -2913, -1754, -12339,
    -13506, 6582, 5789, 433, -8849, 3025, -1376, -675, -7377, -5331, -10549, -12643, -1948, 3348, -384, -2300, -9488,
    667, -6855, -7454, -1916, -3961, -2330, -12754, -12742, 12128, 4991, 3658, -7705, 2761, -205, -3316, -12646, -2928,
    -10152, -17969, -2199, 2441, 444, -1479, -9762, -3686};

/* logits */
static const int8_t logits__weight[384] ALIGNED_64 = {
    -5, -14, 21, -44, 31, -92, -52, 46, 42, -8, 23, -48, 29, -10, -61, -84, -82, 48, 37, 36, -46, -2, 51, 25, -111, 56,
    -43, 29, -26, -11, 23, -31, -4, -92, 6, 29, -31, -82, -7, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, -21, -51, -4, 33, 50, -107, 60, 36, -59, 19, 2, 38, 59, 27, -59, 10, -98, 72, -60, -80, -55, 12,
    40, -46, -73, -24, -30, -46, -47, -62, 58, 22, 18, -55, -7, -71, 22, -24, -6, -89, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 71, -47, -2, 36, -54, -64, -54, 39, -63, -63, 52, -47, -38, -73, -1, -71,
    -32, -50, -101, 2, -43, 59, -35, -42, -73, -23, -30, -3, 31, 46, -31, -72, 13, 31, -60, 8, 15, 19, -16, 23, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -2, -12, -95, 27, -50, -73, -79, 0, 24, -42, -70,
    40, -20, -19, 26, -25, 35, 9, -45, -52, -67, 29, -107, -127, -11, 25, 47, -31, 46, 8, 55, -45, 27, -121, 35, -63,
    -14, -91, 48, -61, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -41, -12, 38, 57, -79,
    12, -15, -55, 51, 0, 15, -15, -6, 16, -36, 63, 28, 65, -17, -31, 47, -29, -14, -91, -49, -27, -34, -41, -21, -59,
    42, -27, 0, -20, 14, -74, -13, -13, 6, -27, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    41, 36, -17, 52, 17, 31, 16, -77, 26, -51, -46, 26, -46, 33, 37, -28, 1, 9, -9, -46, -64, 7, 29, 57, 21, 28, -62,
    -87, 17, -14, 23, -34, -60, -96, 3, 33, -43, -56, -28, 30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0};
static const int32_t logits__bias[16] = {
    3259, -834, 3608, 98, -1594, -367, -1676, 2646, 1352, 193, 0, 0, 0, 0, 0, 0};
static const int8_t logits__shift[16] = {
    14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 0, 0, 0, 0, 0, 0};
static const struct product logits__weights = {
    logits__weight, logits__bias, NULL, logits__shift, 24, 10};

const char rtstgcn_manifest[] = {
    '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'h', 'u', 'g', 'a', 'd', 'b', '-', 'm', 'c', 'u', '\"', ',', '\"',
    'd', 'e', 's', 'c', 'r', 'i', 'p', 't', 'i', 'o', 'n', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', ' ', 'f',
    'o', 'r', ' ', 'a', ' ', 'm', 'i', 'c', 'r', 'o', 'c', 'o', 'n', 't', 'r', 'o', 'l', 'l', 'e', 'r', ',', ' ', '8',
    ' ', 'b', 'i', 't', 's', ':', ' ', 'f', 'i', 't', 's', ' ', 'i', 'n', 't', 'o', ' ', '5', '1', '2', ' ', 'K', 'B',
    ' ', 'o', 'f', ' ', 'f', 'l', 'a', 's', 'h', ' ', 'a', 'n', 'd', ' ', '1', '2', '8', ' ', 'K', 'B', ' ', 'o', 'f',
    ' ', 'R', 'A', 'M', '\"', ',', '\"', 'c', 'l', 'a', 's', 's', 'e', 's', '\"', ':', '[', '\"', 'w', 'a', 'l', 'k',
    'i', 'n', 'g', '\"', ',', '\"', 'r', 'u', 'n', 'n', 'i', 'n', 'g', '\"', ',', '\"', 'g', 'o', 'i', 'n', 'g', '_',
    'u', 'p', '\"', ',', '\"', 'g', 'o', 'i', 'n', 'g', '_', 'd', 'o', 'w', 'n', '\"', ',', '\"', 's', 'i', 't', 't',
    'i', 'n', 'g', '\"', ',', '\"', 's', 'i', 't', 't', 'i', 'n', 'g', '_', 'd', 'o', 'w', 'n', '\"', ',', '\"', 's',
    't', 'a', 'n', 'd', 'i', 'n', 'g', '_', 'u', 'p', '\"', ',', '\"', 's', 't', 'a', 'n', 'd', 'i', 'n', 'g', '\"',
    ',', '\"', 'u', 'p', '_', 'b', 'y', '_', 'e', 'l', 'e', 'v', 'a', 't', 'o', 'r', '\"', ',', '\"', 'd', 'o', 'w',
    'n', '_', 'b', 'y', '_', 'e', 'l', 'e', 'v', 'a', 't', 'o', 'r', '\"', ']', ',', '\"', 'b', 'a', 'c', 'k', 'g',
    'r', 'o', 'u', 'n', 'd', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 's', 'k', 'e', 'l', 'e', 't', 'o', 'n', '\"',
    ':', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'i', 'm', 'u', '6', '\"', ',', '\"', 'j', 'o', 'i', 'n', 't',
    's', '\"', ':', '[', '\"', 'f', 'o', 'o', 't', '_', 'r', '\"', ',', '\"', 's', 'h', 'i', 'n', '_', 'r', '\"', ',',
    '\"', 't', 'h', 'i', 'g', 'h', '_', 'r', '\"', ',', '\"', 'f', 'o', 'o', 't', '_', 'l', '\"', ',', '\"', 's', 'h',
    'i', 'n', '_', 'l', '\"', ',', '\"', 't', 'h', 'i', 'g', 'h', '_', 'l', '\"', ']', ',', '\"', 'e', 'd', 'g', 'e',
    's', '\"', ':', '[', '[', '0', ',', '1', ']', ',', '[', '1', ',', '2', ']', ',', '[', '2', ',', '5', ']', ',', '[',
    '5', ',', '4', ']', ',', '[', '4', ',', '3', ']', ']', ',', '\"', 'c', 'e', 'n', 't', 'e', 'r', '\"', ':', '2',
    ',', '\"', 'd', 'e', 's', 'c', 'r', 'i', 'p', 't', 'i', 'o', 'n', '\"', ':', '\"', 'S', 'i', 'x', ' ', 'i', 'n',
    'e', 'r', 't', 'i', 'a', 'l', ' ', 's', 'e', 'n', 's', 'o', 'r', 's', ' ', 'o', 'n', ' ', 'f', 'e', 'e', 't', ',',
    ' ', 's', 'h', 'i', 'n', 's', ' ', 'a', 'n', 'd', ' ', 't', 'h', 'i', 'g', 'h', 's', ',', ' ', 'a', 's', ' ', 'i',
    'n', ' ', 't', 'h', 'e', ' ', 'H', 'u', 'G', 'a', 'D', 'B', ' ', 'd', 'a', 't', 'a', ' ', 's', 'e', 't', ';', ' ',
    't', 'h', 'e', ' ', 't', 'h', 'i', 'g', 'h', 's', ' ', 'a', 'r', 'e', ' ', 'j', 'o', 'i', 'n', 'e', 'd', ' ', 'i',
    'n', ' ', 'p', 'l', 'a', 'c', 'e', ' ', 'o', 'f', ' ', 't', 'h', 'e', ' ', 'p', 'e', 'l', 'v', 'i', 's', '.', '\"',
    ',', '\"', 's', 'o', 'u', 'r', 'c', 'e', '\"', ':', '\"', 'C', 'h', 'e', 'r', 'e', 's', 'h', 'n', 'e', 'v', ' ',
    'a', 'n', 'd', ' ', 'K', 'e', 'r', 't', '\303', '\251', 's', 'z', '-', 'F', 'a', 'r', 'k', 'a', 's', ',', ' ', 'H',
    'u', 'G', 'a', 'D', 'B', ',', ' ', 'A', 'I', 'S', 'T', ' ', '2', '0', '1', '7', '.', ' ', 'E', 'd', 'g', 'e', 's',
    ':', ' ', 'a', 'l', 'o', 'n', 'g', ' ', 't', 'h', 'e', ' ', 'l', 'e', 'g', 's', '.', '\"', '}', ',', '\"', 'c',
    'h', 'a', 'n', 'n', 'e', 'l', 's', '\"', ':', '[', '\"', 'a', 'c', 'c', '_', 'x', '\"', ',', '\"', 'a', 'c', 'c',
    '_', 'y', '\"', ',', '\"', 'a', 'c', 'c', '_', 'z', '\"', ',', '\"', 'g', 'y', 'r', 'o', '_', 'x', '\"', ',', '\"',
    'g', 'y', 'r', 'o', '_', 'y', '\"', ',', '\"', 'g', 'y', 'r', 'o', '_', 'z', '\"', ']', ',', '\"', 'u', 'n', 'i',
    't', 's', '\"', ':', '[', '\"', 'm', '/', 's', '^', '2', '\"', ',', '\"', 'm', '/', 's', '^', '2', '\"', ',', '\"',
    'm', '/', 's', '^', '2', '\"', ',', '\"', 'r', 'a', 'd', '/', 's', '\"', ',', '\"', 'r', 'a', 'd', '/', 's', '\"',
    ',', '\"', 'r', 'a', 'd', '/', 's', '\"', ']', ',', '\"', 'r', 'a', 't', 'e', '_', 'h', 'z', '\"', ':', '5', '8',
    '.', '8', ',', '\"', 'd', 'e', 'c', 'i', 's', 'i', 'o', 'n', '\"', ':', '{', '\"', 's', 'm', 'o', 'o', 't', 'h',
    'i', 'n', 'g', '_', 's', '\"', ':', '0', '.', '2', '5', ',', '\"', 'h', 'y', 's', 't', 'e', 'r', 'e', 's', 'i',
    's', '\"', ':', '0', '.', '1', ',', '\"', 'm', 'i', 'n', 'i', 'm', 'u', 'm', '_', 's', '\"', ':', '0', '.', '2',
    '5', '}', ',', '\"', 'p', 'r', 'o', 'v', 'e', 'n', 'a', 'n', 'c', 'e', '\"', ':', '{', '\"', 'd', 'a', 't', 'a',
    '\"', ':', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'h', 'u', 'g', 'a', 'd', 'b', '\"', ',', '\"', 's', 'o',
    'u', 'r', 'c', 'e', '\"', ':', '\"', 'S', 'o', 'y', 'b', 'e', 'a', 'n', 'C', 'u', 'r', 'd', '2', '5', '2', '3',
    '/', 'j', 'u', 'l', 'i', 'a', '_', 'c', 'o', 'd', 'e', ' ', 'H', 'E', 'A', 'D', ' ', 'H', 'u', 'G', 'a', 'D', 'B',
    '/', 'D', 'a', 't', 'a', ';', ' ', 'o', 'w', 'n', 'e', 'r', ' ', 'r', 'o', 'm', 'a', 'n', 'c', 'h', 'e', 'r', 'e',
    's', 'h', 'n', 'e', 'v', '/', 'H', 'u', 'G', 'a', 'D', 'B', ' ', 'v', '1', '\"', ',', '\"', 's', 'p', 'l', 'i',
    't', '\"', ':', '\"', 'b', 'y', ' ', 's', 'u', 'b', 'j', 'e', 'c', 't', ':', ' ', 'v', 'a', 'l', ' ', '=', ' ',
    '0', '1', ' ', '0', '8', ' ', '1', '3', ',', ' ', 't', 'r', 'a', 'i', 'n', ' ', '=', ' ', 't', 'h', 'e', ' ', 'r',
    'e', 's', 't', '\"', '}', ',', '\"', 'c', 'o', 'n', 'f', 'i', 'g', 'u', 'r', 'a', 't', 'i', 'o', 'n', '\"', ':',
    '{', '\"', 'p', 'r', 'o', 'c', 'e', 's', 's', 'o', 'r', '\"', ':', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"',
    'h', 'u', 'g', 'a', 'd', 'b', '-', 'm', 'c', 'u', '\"', ',', '\"', 'd', 'e', 's', 'c', 'r', 'i', 'p', 't', 'i',
    'o', 'n', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', ' ', 'f', 'o', 'r', ' ', 'a', ' ', 'm', 'i', 'c', 'r',
    'o', 'c', 'o', 'n', 't', 'r', 'o', 'l', 'l', 'e', 'r', ',', ' ', '8', ' ', 'b', 'i', 't', 's', ':', ' ', 'f', 'i',
    't', 's', ' ', 'i', 'n', 't', 'o', ' ', '5', '1', '2', ' ', 'K', 'B', ' ', 'o', 'f', ' ', 'f', 'l', 'a', 's', 'h',
    ' ', 'a', 'n', 'd', ' ', '1', '2', '8', ' ', 'K', 'B', ' ', 'o', 'f', ' ', 'R', 'A', 'M', '\"', ',', '\"', 'g',
    'r', 'a', 'p', 'h', '\"', ':', '\"', 'i', 'm', 'u', '6', '\"', ',', '\"', 'r', 'a', 't', 'e', '_', 'h', 'z', '\"',
    ':', 'n', 'u', 'l', 'l', ',', '\"', 'c', 'h', 'a', 'n', 'n', 'e', 'l', 's', '\"', ':', 'n', 'u', 'l', 'l', ',',
    '\"', 's', 'u', 'b', 'j', 'e', 'c', 't', '_', 'p', 'a', 't', 't', 'e', 'r', 'n', '\"', ':', '\"', 'v', 'a', 'r',
    'i', 'o', 'u', 's', '_', '(', '[', '0', '-', '9', ']', '+', ')', '_', '\"', ',', '\"', 'l', 'e', 'a', 'v', 'e',
    '_', 'o', 'u', 't', '\"', ':', '[', ']', ',', '\"', 'p', 'r', 'e', 't', 'r', 'a', 'i', 'n', 'e', 'd', '\"', ':',
    'n', 'u', 'l', 'l', ',', '\"', 't', 'e', 'a', 'c', 'h', 'e', 'r', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'a',
    'c', 't', 'i', 'o', 'n', 's', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'b', 'a', 'c', 'k', 'g', 'r', 'o', 'u',
    'n', 'd', '_', 'u', 'n', 'n', 'a', 'm', 'e', 'd', '\"', ':', 'f', 'a', 'l', 's', 'e', ',', '\"', 'd', 'e', 'm',
    'o', '\"', ':', '\"', 'a', 'u', 't', 'o', '\"', '}', ',', '\"', 'a', 'r', 'c', 'h', '\"', ':', '{', '\"', 'w', 'i',
    'd', 't', 'h', 's', '\"', ':', '[', '2', '4', ',', '2', '4', ',', '2', '4', ',', '3', '2', ',', '3', '2', ',', '3',
    '2', ',', '3', '2', ',', '2', '4', ',', '2', '4', ']', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '[',
    '9', ',', '9', ',', '9', ',', '9', ',', '9', ',', '9', ',', '9', ',', '6', '9', ',', '6', '9', ']', ',', '\"', 'd',
    'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '[', '1', ',', '1', ',', '1', ',', '2', ',', '1', ',', '1', ',', '2',
    ',', '2', ',', '4', ']', ',', '\"', 'r', 'e', 's', 'i', 'd', 'u', 'a', 'l', '\"', ':', 't', 'r', 'u', 'e', ',',
    '\"', 'r', 'e', 's', 'i', 'd', 'u', 'a', 'l', '_', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i', 'o', 'n', '\"', ':',
    'f', 'a', 'l', 's', 'e', ',', '\"', 'r', 'e', 's', 'i', 'd', 'u', 'a', 'l', '_', 'd', 'e', 'l', 'a', 'y', '\"',
    ':', '0', ',', '\"', 'i', 'm', 'p', 'o', 'r', 't', 'a', 'n', 'c', 'e', '\"', ':', 't', 'r', 'u', 'e', ',', '\"',
    'n', 'o', 'r', 'm', '\"', ':', '\"', 'l', 'a', 'y', 'e', 'r', '\"', ',', '\"', 'c', 'e', 'n', 't', 'r', 'e', 'd',
    '\"', ':', '\"', 'n', 'o', '\"', ',', '\"', 'm', 'a', 'g', 'n', 'i', 't', 'u', 'd', 'e', '\"', ':', 't', 'r', 'u',
    'e', ',', '\"', 'm', 'a', 'g', 'n', 'i', 't', 'u', 'd', 'e', '_', 't', 'r', 'e', 'n', 'd', 's', '\"', ':', '[',
    '3', '0', ',', '1', '2', '0', ',', '3', '0', '0', ',', '1', '0', '0', '0', ']', ',', '\"', 'd', 'i', 'f', 'f', 'e',
    'r', 'e', 'n', 'c', 'e', 's', '\"', ':', '[', ']', ',', '\"', 'e', 'n', 'e', 'r', 'g', 'y', '\"', ':', '0', ',',
    '\"', 'i', 'n', 'p', 'u', 't', '_', 'n', 'o', 'r', 'm', '\"', ':', '\"', 'n', 'o', 'n', 'e', '\"', ',', '\"', 'd',
    'r', 'o', 'p', 'o', 'u', 't', '\"', ':', '0', '.', '0', ',', '\"', 'p', 'a', 'r', 't', 'i', 't', 'i', 'o', 'n',
    '\"', ':', '\"', 's', 'p', 'a', 't', 'i', 'a', 'l', '\"', ',', '\"', 'm', 'a', 'x', '_', 'h', 'o', 'p', '\"', ':',
    '1', ',', '\"', 'h', 'o', 'p', '_', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '1', ',', '\"', 'n', 'o',
    'r', 'm', 'a', 'l', 'i', 'z', 'a', 't', 'i', 'o', 'n', '\"', ':', '\"', 's', 'y', 'm', 'm', 'e', 't', 'r', 'i',
    'c', '\"', '}', ',', '\"', 'o', 'p', 't', 'i', 'm', 'i', 'z', 'e', 'r', '\"', ':', '{', '\"', 's', 'e', 'e', 'd',
    '\"', ':', '3', ',', '\"', 'e', 'p', 'o', 'c', 'h', 's', '\"', ':', '6', ',', '\"', 'b', 'a', 't', 'c', 'h', '_',
    's', 'i', 'z', 'e', '\"', ':', '2', ',', '\"', 'p', 'i', 'e', 'c', 'e', '\"', ':', '0', ',', '\"', 's', 'e', 'g',
    'm', 'e', 'n', 't', '\"', ':', '8', '1', '9', '2', ',', '\"', 'o', 'p', 't', 'i', 'm', 'i', 'z', 'e', 'r', '\"',
    ':', '\"', 'a', 'd', 'a', 'm', 'w', '\"', ',', '\"', 'l', 'e', 'a', 'r', 'n', 'i', 'n', 'g', '_', 'r', 'a', 't',
    'e', '\"', ':', '0', '.', '0', '0', '0', '7', ',', '\"', 's', 'c', 'h', 'e', 'd', 'u', 'l', 'e', '\"', ':', '\"',
    'o', 'n', 'e', '_', 'c', 'y', 'c', 'l', 'e', '\"', ',', '\"', 'w', 'a', 'r', 'm', 'u', 'p', '\"', ':', '0', '.',
    '1', ',', '\"', 'l', 'e', 'a', 'r', 'n', 'i', 'n', 'g', '_', 'r', 'a', 't', 'e', '_', 'd', 'e', 'c', 'a', 'y',
    '\"', ':', '0', '.', '1', ',', '\"', 'd', 'e', 'c', 'a', 'y', '_', 'e', 'v', 'e', 'r', 'y', '\"', ':', '1', '0',
    ',', '\"', 'w', 'e', 'i', 'g', 'h', 't', '_', 'd', 'e', 'c', 'a', 'y', '\"', ':', '0', '.', '0', '1', ',', '\"',
    'm', 'o', 'm', 'e', 'n', 't', 'u', 'm', '\"', ':', '0', '.', '9', ',', '\"', 'c', 'l', 'i', 'p', '\"', ':', '1',
    '.', '0', ',', '\"', 'a', 'v', 'e', 'r', 'a', 'g', 'e', '\"', ':', '0', '.', '9', '9', '8', ',', '\"', 'p', 'r',
    'e', 'c', 'i', 's', 'i', 'o', 'n', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', ',', '\"', 'c', 'a', 'l', 'i', 'b',
    'r', 'a', 't', 'i', 'o', 'n', '_', 't', 'r', 'i', 'a', 'l', 's', '\"', ':', '1', '2', ',', '\"', 'c', 'l', 'a',
    's', 's', '_', 'w', 'e', 'i', 'g', 'h', 't', 's', '\"', ':', '\"', 'n', 'o', 'n', 'e', '\"', ',', '\"', 's', 'm',
    'o', 'o', 't', 'h', 'i', 'n', 'g', '\"', ':', '0', '.', '6', ',', '\"', 'p', 'u', 'l', 'l', '\"', ':', '0', '.',
    '0', ',', '\"', 's', 'e', 'g', 'm', 'e', 'n', 't', 'a', 'l', '\"', ':', '0', '.', '7', ',', '\"', 'd', 'i', 's',
    't', 'i', 'l', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '0', '.', '0', ',', '\"', 't', 'e', 'm', 'p', 'e', 'r',
    'a', 't', 'u', 'r', 'e', '\"', ':', '2', '.', '0', ',', '\"', 'm', 'o', 'n', 'i', 't', 'o', 'r', '\"', ':', '\"',
    'f', '1', '@', '5', '0', '\"', ',', '\"', 'p', 'a', 't', 'i', 'e', 'n', 'c', 'e', '\"', ':', '0', ',', '\"', 'k',
    'e', 'e', 'p', '\"', ':', '\"', 'l', 'a', 's', 't', '\"', ',', '\"', 'c', 'h', 'e', 'c', 'k', 'p', 'o', 'i', 'n',
    't', '_', 'i', 'n', 'd', 'i', 'c', 'e', 's', '\"', ':', '[', ']', ',', '\"', 'r', 'o', 't', 'a', 't', 'i', 'o',
    'n', '_', 'd', 'e', 'g', '\"', ':', '1', '0', '.', '0', ',', '\"', 't', 'u', 'r', 'n', '_', 'b', 'o', 'd', 'y',
    '_', 'd', 'e', 'g', '\"', ':', '0', '.', '0', ',', '\"', 't', 'u', 'r', 'n', '_', 'b', 'o', 'd', 'y', '_', 'a',
    'x', 'i', 's', '\"', ':', '\"', 'y', '\"', ',', '\"', 's', 'c', 'a', 'l', 'e', '\"', ':', '0', '.', '0', ',', '\"',
    'm', 'i', 'r', 'r', 'o', 'r', '\"', ':', '0', '.', '0', ',', '\"', 'm', 'i', 'r', 'r', 'o', 'r', '_', 's', 'i',
    'g', 'n', 's', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 't', 'i', 'm', 'e', '_', 'w', 'a', 'r', 'p', '\"', ':',
    '0', '.', '2', ',', '\"', 'j', 'o', 'i', 'n', 't', '_', 'n', 'o', 'i', 's', 'e', '\"', ':', '0', '.', '0', '2',
    ',', '\"', 'f', 'r', 'a', 'm', 'e', '_', 'd', 'r', 'o', 'p', '\"', ':', '0', '.', '0', '}', ',', '\"', 'j', 'o',
    'b', '\"', ':', '{', '\"', 't', 'h', 'r', 'e', 'a', 'd', 's', '\"', ':', '1', ',', '\"', 'd', 'e', 'v', 'i', 'c',
    'e', '\"', ':', '\"', 'a', 'u', 't', 'o', '\"', ',', '\"', 'm', 'e', 'm', 'o', 'r', 'y', '_', 'g', 'i', 'b', '\"',
    ':', 'n', 'u', 'l', 'l', ',', '\"', 'v', 'a', 'l', 'i', 'd', 'a', 't', 'e', '_', 'e', 'v', 'e', 'r', 'y', '\"',
    ':', '1', '}', ',', '\"', 'd', 'e', 'c', 'i', 's', 'i', 'o', 'n', '\"', ':', '{', '\"', 's', 'm', 'o', 'o', 't',
    'h', 'i', 'n', 'g', '_', 's', '\"', ':', '0', '.', '2', '5', ',', '\"', 'h', 'y', 's', 't', 'e', 'r', 'e', 's',
    'i', 's', '\"', ':', '0', '.', '1', ',', '\"', 'm', 'i', 'n', 'i', 'm', 'u', 'm', '_', 's', '\"', ':', '0', '.',
    '2', '5', '}', '}', ',', '\"', 'v', 'e', 'r', 's', 'i', 'o', 'n', '\"', ':', '\"', '0', '.', '1', '.', '0', '\"',
    ',', '\"', 'g', 'i', 't', '_', 'c', 'o', 'm', 'm', 'i', 't', '\"', ':', '\"', 'd', 'a', '6', '7', '0', 'f', 'e',
    'e', '4', '6', 'c', '9', '1', '8', '7', '6', '5', '2', '4', '7', 'b', 'a', '3', '6', 'b', '6', '7', 'b', '9', 'b',
    '6', '4', '6', '3', 'f', 'f', '4', '8', 'e', 'd', '\"', ',', '\"', 't', 'o', 'r', 'c', 'h', '\"', ':', '\"', '2',
    '.', '1', '3', '.', '0', '+', 'c', 'p', 'u', '\"', ',', '\"', 'i', 'n', 'i', 't', '\"', ':', '{', '\"', 'd', 'a',
    't', 'a', '\"', ':', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'h', 'u', 'g', 'a', 'd', 'b', '\"', ',', '\"',
    's', 'o', 'u', 'r', 'c', 'e', '\"', ':', '\"', 'S', 'o', 'y', 'b', 'e', 'a', 'n', 'C', 'u', 'r', 'd', '2', '5',
    '2', '3', '/', 'j', 'u', 'l', 'i', 'a', '_', 'c', 'o', 'd', 'e', ' ', 'H', 'E', 'A', 'D', ' ', 'H', 'u', 'G', 'a',
    'D', 'B', '/', 'D', 'a', 't', 'a', ';', ' ', 'o', 'w', 'n', 'e', 'r', ' ', 'r', 'o', 'm', 'a', 'n', 'c', 'h', 'e',
    'r', 'e', 's', 'h', 'n', 'e', 'v', '/', 'H', 'u', 'G', 'a', 'D', 'B', ' ', 'v', '1', '\"', ',', '\"', 's', 'p',
    'l', 'i', 't', '\"', ':', '\"', 'b', 'y', ' ', 's', 'u', 'b', 'j', 'e', 'c', 't', ':', ' ', 'v', 'a', 'l', ' ',
    '=', ' ', '0', '1', ' ', '0', '8', ' ', '1', '3', ',', ' ', 't', 'r', 'a', 'i', 'n', ' ', '=', ' ', 't', 'h', 'e',
    ' ', 'r', 'e', 's', 't', '\"', '}', ',', '\"', 'c', 'o', 'n', 'f', 'i', 'g', 'u', 'r', 'a', 't', 'i', 'o', 'n',
    '\"', ':', '{', '\"', 'p', 'r', 'o', 'c', 'e', 's', 's', 'o', 'r', '\"', ':', '{', '\"', 'n', 'a', 'm', 'e', '\"',
    ':', '\"', 'h', 'u', 'g', 'a', 'd', 'b', '-', 'm', 'c', 'u', '\"', ',', '\"', 'd', 'e', 's', 'c', 'r', 'i', 'p',
    't', 'i', 'o', 'n', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', ' ', 'f', 'o', 'r', ' ', 'a', ' ', 'm', 'i',
    'c', 'r', 'o', 'c', 'o', 'n', 't', 'r', 'o', 'l', 'l', 'e', 'r', ':', ' ', 'f', 'i', 't', 's', ' ', 'i', 'n', 't',
    'o', ' ', '5', '1', '2', ' ', 'K', 'B', ' ', 'o', 'f', ' ', 'f', 'l', 'a', 's', 'h', ' ', 'a', 'n', 'd', ' ', '1',
    '2', '8', ' ', 'K', 'B', ' ', 'o', 'f', ' ', 'R', 'A', 'M', '\"', ',', '\"', 'g', 'r', 'a', 'p', 'h', '\"', ':',
    '\"', 'i', 'm', 'u', '6', '\"', ',', '\"', 'r', 'a', 't', 'e', '_', 'h', 'z', '\"', ':', 'n', 'u', 'l', 'l', ',',
    '\"', 'c', 'h', 'a', 'n', 'n', 'e', 'l', 's', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 's', 'u', 'b', 'j', 'e',
    'c', 't', '_', 'p', 'a', 't', 't', 'e', 'r', 'n', '\"', ':', '\"', 'v', 'a', 'r', 'i', 'o', 'u', 's', '_', '(',
    '[', '0', '-', '9', ']', '+', ')', '_', '\"', ',', '\"', 'l', 'e', 'a', 'v', 'e', '_', 'o', 'u', 't', '\"', ':',
    '[', ']', ',', '\"', 'p', 'r', 'e', 't', 'r', 'a', 'i', 'n', 'e', 'd', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"',
    't', 'e', 'a', 'c', 'h', 'e', 'r', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'a', 'c', 't', 'i', 'o', 'n', 's',
    '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'b', 'a', 'c', 'k', 'g', 'r', 'o', 'u', 'n', 'd', '_', 'u', 'n', 'n',
    'a', 'm', 'e', 'd', '\"', ':', 'f', 'a', 'l', 's', 'e', ',', '\"', 'd', 'e', 'm', 'o', '\"', ':', '\"', 'a', 'u',
    't', 'o', '\"', '}', ',', '\"', 'a', 'r', 'c', 'h', '\"', ':', '{', '\"', 'w', 'i', 'd', 't', 'h', 's', '\"', ':',
    '[', '2', '4', ',', '2', '4', ',', '2', '4', ',', '3', '2', ',', '3', '2', ',', '3', '2', ',', '3', '2', ',', '2',
    '4', ',', '2', '4', ']', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '[', '9', ',', '9', ',', '9', ',',
    '9', ',', '9', ',', '9', ',', '9', ',', '6', '9', ',', '6', '9', ']', ',', '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o',
    'n', '\"', ':', '[', '1', ',', '1', ',', '1', ',', '2', ',', '1', ',', '1', ',', '2', ',', '2', ',', '4', ']', ',',
    '\"', 'r', 'e', 's', 'i', 'd', 'u', 'a', 'l', '\"', ':', 't', 'r', 'u', 'e', ',', '\"', 'r', 'e', 's', 'i', 'd',
    'u', 'a', 'l', '_', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i', 'o', 'n', '\"', ':', 'f', 'a', 'l', 's', 'e', ',',
    '\"', 'r', 'e', 's', 'i', 'd', 'u', 'a', 'l', '_', 'd', 'e', 'l', 'a', 'y', '\"', ':', '0', ',', '\"', 'i', 'm',
    'p', 'o', 'r', 't', 'a', 'n', 'c', 'e', '\"', ':', 't', 'r', 'u', 'e', ',', '\"', 'n', 'o', 'r', 'm', '\"', ':',
    '\"', 'l', 'a', 'y', 'e', 'r', '\"', ',', '\"', 'c', 'e', 'n', 't', 'r', 'e', 'd', '\"', ':', '\"', 'n', 'o', '\"',
    ',', '\"', 'm', 'a', 'g', 'n', 'i', 't', 'u', 'd', 'e', '\"', ':', 't', 'r', 'u', 'e', ',', '\"', 'm', 'a', 'g',
    'n', 'i', 't', 'u', 'd', 'e', '_', 't', 'r', 'e', 'n', 'd', 's', '\"', ':', '[', '3', '0', ',', '1', '2', '0', ',',
    '3', '0', '0', ',', '1', '0', '0', '0', ']', ',', '\"', 'd', 'i', 'f', 'f', 'e', 'r', 'e', 'n', 'c', 'e', 's',
    '\"', ':', '[', ']', ',', '\"', 'e', 'n', 'e', 'r', 'g', 'y', '\"', ':', '0', ',', '\"', 'i', 'n', 'p', 'u', 't',
    '_', 'n', 'o', 'r', 'm', '\"', ':', '\"', 'n', 'o', 'n', 'e', '\"', ',', '\"', 'd', 'r', 'o', 'p', 'o', 'u', 't',
    '\"', ':', '0', '.', '1', ',', '\"', 'p', 'a', 'r', 't', 'i', 't', 'i', 'o', 'n', '\"', ':', '\"', 's', 'p', 'a',
    't', 'i', 'a', 'l', '\"', ',', '\"', 'm', 'a', 'x', '_', 'h', 'o', 'p', '\"', ':', '1', ',', '\"', 'h', 'o', 'p',
    '_', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '1', ',', '\"', 'n', 'o', 'r', 'm', 'a', 'l', 'i', 'z',
    'a', 't', 'i', 'o', 'n', '\"', ':', '\"', 's', 'y', 'm', 'm', 'e', 't', 'r', 'i', 'c', '\"', '}', ',', '\"', 'o',
    'p', 't', 'i', 'm', 'i', 'z', 'e', 'r', '\"', ':', '{', '\"', 's', 'e', 'e', 'd', '\"', ':', '2', ',', '\"', 'e',
    'p', 'o', 'c', 'h', 's', '\"', ':', '1', '2', ',', '\"', 'b', 'a', 't', 'c', 'h', '_', 's', 'i', 'z', 'e', '\"',
    ':', '2', ',', '\"', 'p', 'i', 'e', 'c', 'e', '\"', ':', '0', ',', '\"', 's', 'e', 'g', 'm', 'e', 'n', 't', '\"',
    ':', '8', '1', '9', '2', ',', '\"', 'o', 'p', 't', 'i', 'm', 'i', 'z', 'e', 'r', '\"', ':', '\"', 'a', 'd', 'a',
    'm', 'w', '\"', ',', '\"', 'l', 'e', 'a', 'r', 'n', 'i', 'n', 'g', '_', 'r', 'a', 't', 'e', '\"', ':', '0', '.',
    '0', '0', '2', ',', '\"', 's', 'c', 'h', 'e', 'd', 'u', 'l', 'e', '\"', ':', '\"', 'o', 'n', 'e', '_', 'c', 'y',
    'c', 'l', 'e', '\"', ',', '\"', 'w', 'a', 'r', 'm', 'u', 'p', '\"', ':', '0', '.', '1', ',', '\"', 'l', 'e', 'a',
    'r', 'n', 'i', 'n', 'g', '_', 'r', 'a', 't', 'e', '_', 'd', 'e', 'c', 'a', 'y', '\"', ':', '0', '.', '1', ',',
    '\"', 'd', 'e', 'c', 'a', 'y', '_', 'e', 'v', 'e', 'r', 'y', '\"', ':', '1', '0', ',', '\"', 'w', 'e', 'i', 'g',
    'h', 't', '_', 'd', 'e', 'c', 'a', 'y', '\"', ':', '0', '.', '0', '1', ',', '\"', 'm', 'o', 'm', 'e', 'n', 't',
    'u', 'm', '\"', ':', '0', '.', '9', ',', '\"', 'c', 'l', 'i', 'p', '\"', ':', '1', '.', '0', ',', '\"', 'a', 'v',
    'e', 'r', 'a', 'g', 'e', '\"', ':', '0', '.', '9', '9', '8', ',', '\"', 'c', 'l', 'a', 's', 's', '_', 'w', 'e',
    'i', 'g', 'h', 't', 's', '\"', ':', '\"', 'n', 'o', 'n', 'e', '\"', ',', '\"', 's', 'm', 'o', 'o', 't', 'h', 'i',
    'n', 'g', '\"', ':', '0', '.', '3', ',', '\"', 'p', 'u', 'l', 'l', '\"', ':', '0', '.', '0', ',', '\"', 's', 'e',
    'g', 'm', 'e', 'n', 't', 'a', 'l', '\"', ':', '0', '.', '4', ',', '\"', 'd', 'i', 's', 't', 'i', 'l', 'l', 'a',
    't', 'i', 'o', 'n', '\"', ':', '0', '.', '0', ',', '\"', 't', 'e', 'm', 'p', 'e', 'r', 'a', 't', 'u', 'r', 'e',
    '\"', ':', '2', '.', '0', ',', '\"', 'm', 'o', 'n', 'i', 't', 'o', 'r', '\"', ':', '\"', 'f', '1', '@', '5', '0',
    '\"', ',', '\"', 'p', 'a', 't', 'i', 'e', 'n', 'c', 'e', '\"', ':', '0', ',', '\"', 'k', 'e', 'e', 'p', '\"', ':',
    '\"', 'l', 'a', 's', 't', '\"', ',', '\"', 'c', 'h', 'e', 'c', 'k', 'p', 'o', 'i', 'n', 't', '_', 'i', 'n', 'd',
    'i', 'c', 'e', 's', '\"', ':', '[', ']', ',', '\"', 'r', 'o', 't', 'a', 't', 'i', 'o', 'n', '_', 'd', 'e', 'g',
    '\"', ':', '1', '0', '.', '0', ',', '\"', 't', 'u', 'r', 'n', '_', 'b', 'o', 'd', 'y', '_', 'd', 'e', 'g', '\"',
    ':', '0', '.', '0', ',', '\"', 't', 'u', 'r', 'n', '_', 'b', 'o', 'd', 'y', '_', 'a', 'x', 'i', 's', '\"', ':',
    '\"', 'y', '\"', ',', '\"', 's', 'c', 'a', 'l', 'e', '\"', ':', '0', '.', '0', ',', '\"', 'm', 'i', 'r', 'r', 'o',
    'r', '\"', ':', '0', '.', '0', ',', '\"', 'm', 'i', 'r', 'r', 'o', 'r', '_', 's', 'i', 'g', 'n', 's', '\"', ':',
    'n', 'u', 'l', 'l', ',', '\"', 't', 'i', 'm', 'e', '_', 'w', 'a', 'r', 'p', '\"', ':', '0', '.', '2', ',', '\"',
    'j', 'o', 'i', 'n', 't', '_', 'n', 'o', 'i', 's', 'e', '\"', ':', '0', '.', '0', '2', ',', '\"', 'f', 'r', 'a',
    'm', 'e', '_', 'd', 'r', 'o', 'p', '\"', ':', '0', '.', '0', '}', ',', '\"', 'j', 'o', 'b', '\"', ':', '{', '\"',
    't', 'h', 'r', 'e', 'a', 'd', 's', '\"', ':', '1', ',', '\"', 'd', 'e', 'v', 'i', 'c', 'e', '\"', ':', '\"', 'a',
    'u', 't', 'o', '\"', ',', '\"', 'm', 'e', 'm', 'o', 'r', 'y', '_', 'g', 'i', 'b', '\"', ':', 'n', 'u', 'l', 'l',
    ',', '\"', 'v', 'a', 'l', 'i', 'd', 'a', 't', 'e', '_', 'e', 'v', 'e', 'r', 'y', '\"', ':', '1', '}', ',', '\"',
    'd', 'e', 'c', 'i', 's', 'i', 'o', 'n', '\"', ':', '{', '\"', 's', 'm', 'o', 'o', 't', 'h', 'i', 'n', 'g', '_',
    's', '\"', ':', '0', '.', '2', '5', ',', '\"', 'h', 'y', 's', 't', 'e', 'r', 'e', 's', 'i', 's', '\"', ':', '0',
    '.', '1', ',', '\"', 'm', 'i', 'n', 'i', 'm', 'u', 'm', '_', 's', '\"', ':', '0', '.', '2', '5', '}', '}', ',',
    '\"', 'v', 'e', 'r', 's', 'i', 'o', 'n', '\"', ':', '\"', '0', '.', '1', '.', '0', '\"', ',', '\"', 'g', 'i', 't',
    '_', 'c', 'o', 'm', 'm', 'i', 't', '\"', ':', '\"', '6', '1', '9', 'a', 'f', 'f', '4', '0', 'd', 'd', '4', 'a',
    '3', 'd', '8', '5', 'a', 'f', 'e', '9', '4', '3', '0', '1', '4', '4', '4', 'b', '7', 'f', 'd', 'b', '7', '7', '1',
    '2', 'f', '1', 'c', '2', '\"', ',', '\"', 't', 'o', 'r', 'c', 'h', '\"', ':', '\"', '2', '.', '1', '3', '.', '0',
    '+', 'c', 'p', 'u', '\"', ',', '\"', 'i', 'n', 'i', 't', '\"', ':', '{', '\"', 'd', 'a', 't', 'a', '\"', ':', '{',
    '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'h', 'u', 'g', 'a', 'd', 'b', '\"', ',', '\"', 's', 'o', 'u', 'r', 'c',
    'e', '\"', ':', '\"', 'S', 'o', 'y', 'b', 'e', 'a', 'n', 'C', 'u', 'r', 'd', '2', '5', '2', '3', '/', 'j', 'u',
    'l', 'i', 'a', '_', 'c', 'o', 'd', 'e', ' ', 'H', 'E', 'A', 'D', ' ', 'H', 'u', 'G', 'a', 'D', 'B', '/', 'D', 'a',
    't', 'a', ';', ' ', 'o', 'w', 'n', 'e', 'r', ' ', 'r', 'o', 'm', 'a', 'n', 'c', 'h', 'e', 'r', 'e', 's', 'h', 'n',
    'e', 'v', '/', 'H', 'u', 'G', 'a', 'D', 'B', ' ', 'v', '1', '\"', ',', '\"', 's', 'p', 'l', 'i', 't', '\"', ':',
    '\"', 'b', 'y', ' ', 's', 'u', 'b', 'j', 'e', 'c', 't', ':', ' ', 'v', 'a', 'l', ' ', '=', ' ', '0', '1', ' ', '0',
    '8', ' ', '1', '3', ',', ' ', 't', 'r', 'a', 'i', 'n', ' ', '=', ' ', 't', 'h', 'e', ' ', 'r', 'e', 's', 't', '\"',
    '}', ',', '\"', 'c', 'o', 'n', 'f', 'i', 'g', 'u', 'r', 'a', 't', 'i', 'o', 'n', '\"', ':', '{', '\"', 'p', 'r',
    'o', 'c', 'e', 's', 's', 'o', 'r', '\"', ':', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'h', 'u', 'g', 'a',
    'd', 'b', '-', 'm', 'c', 'u', '-', 'f', 'i', 'r', 's', 't', '\"', ',', '\"', 'd', 'e', 's', 'c', 'r', 'i', 'p',
    't', 'i', 'o', 'n', '\"', ':', '\"', 'F', 'i', 'r', 's', 't', ' ', 'o', 'f', ' ', 't', 'w', 'o', ' ', 's', 't',
    'a', 'g', 'e', 's', ' ', 'o', 'f', ' ', 'h', 'u', 'g', 'a', 'd', 'b', '-', 'm', 'c', 'u', ':', ' ', 'f', 'r', 'o',
    'm', ' ', 'f', 'r', 'e', 's', 'h', ' ', 'w', 'e', 'i', 'g', 'h', 't', 's', ',', ' ', 'a', 't', ' ', 'a', ' ', 'h',
    'i', 'g', 'h', ' ', 'r', 'a', 't', 'e', '\"', ',', '\"', 'g', 'r', 'a', 'p', 'h', '\"', ':', '\"', 'i', 'm', 'u',
    '6', '\"', ',', '\"', 'r', 'a', 't', 'e', '_', 'h', 'z', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'c', 'h', 'a',
    'n', 'n', 'e', 'l', 's', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 's', 'u', 'b', 'j', 'e', 'c', 't', '_', 'p',
    'a', 't', 't', 'e', 'r', 'n', '\"', ':', '\"', 'v', 'a', 'r', 'i', 'o', 'u', 's', '_', '(', '[', '0', '-', '9',
    ']', '+', ')', '_', '\"', ',', '\"', 'l', 'e', 'a', 'v', 'e', '_', 'o', 'u', 't', '\"', ':', '[', ']', ',', '\"',
    'i', 'n', 'i', 't', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'p', 'r', 'e', 't', 'r', 'a', 'i', 'n', 'e', 'd',
    '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 't', 'e', 'a', 'c', 'h', 'e', 'r', '\"', ':', 'n', 'u', 'l', 'l', ',',
    '\"', 'a', 'c', 't', 'i', 'o', 'n', 's', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'b', 'a', 'c', 'k', 'g', 'r',
    'o', 'u', 'n', 'd', '_', 'u', 'n', 'n', 'a', 'm', 'e', 'd', '\"', ':', 'f', 'a', 'l', 's', 'e', ',', '\"', 'd',
    'e', 'm', 'o', '\"', ':', '\"', 'a', 'u', 't', 'o', '\"', '}', ',', '\"', 'a', 'r', 'c', 'h', '\"', ':', '{', '\"',
    'w', 'i', 'd', 't', 'h', 's', '\"', ':', '[', '2', '4', ',', '2', '4', ',', '2', '4', ',', '3', '2', ',', '3', '2',
    ',', '3', '2', ',', '3', '2', ',', '2', '4', ',', '2', '4', ']', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"',
    ':', '[', '9', ',', '9', ',', '9', ',', '9', ',', '9', ',', '9', ',', '9', ',', '6', '9', ',', '6', '9', ']', ',',
    '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '[', '1', ',', '1', ',', '1', ',', '2', ',', '1', ',',
    '1', ',', '2', ',', '2', ',', '4', ']', ',', '\"', 'r', 'e', 's', 'i', 'd', 'u', 'a', 'l', '\"', ':', 't', 'r',
    'u', 'e', ',', '\"', 'r', 'e', 's', 'i', 'd', 'u', 'a', 'l', '_', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i', 'o', 'n',
    '\"', ':', 'f', 'a', 'l', 's', 'e', ',', '\"', 'r', 'e', 's', 'i', 'd', 'u', 'a', 'l', '_', 'd', 'e', 'l', 'a',
    'y', '\"', ':', '0', ',', '\"', 'i', 'm', 'p', 'o', 'r', 't', 'a', 'n', 'c', 'e', '\"', ':', 't', 'r', 'u', 'e',
    ',', '\"', 'n', 'o', 'r', 'm', '\"', ':', '\"', 'l', 'a', 'y', 'e', 'r', '\"', ',', '\"', 'c', 'e', 'n', 't', 'r',
    'e', 'd', '\"', ':', '\"', 'n', 'o', '\"', ',', '\"', 'm', 'a', 'g', 'n', 'i', 't', 'u', 'd', 'e', '\"', ':', 't',
    'r', 'u', 'e', ',', '\"', 'm', 'a', 'g', 'n', 'i', 't', 'u', 'd', 'e', '_', 't', 'r', 'e', 'n', 'd', 's', '\"',
    ':', '[', '3', '0', ',', '1', '2', '0', ',', '3', '0', '0', ',', '1', '0', '0', '0', ']', ',', '\"', 'd', 'i', 'f',
    'f', 'e', 'r', 'e', 'n', 'c', 'e', 's', '\"', ':', '[', ']', ',', '\"', 'e', 'n', 'e', 'r', 'g', 'y', '\"', ':',
    '0', ',', '\"', 'i', 'n', 'p', 'u', 't', '_', 'n', 'o', 'r', 'm', '\"', ':', '\"', 'n', 'o', 'n', 'e', '\"', ',',
    '\"', 'd', 'r', 'o', 'p', 'o', 'u', 't', '\"', ':', '0', '.', '1', ',', '\"', 'p', 'a', 'r', 't', 'i', 't', 'i',
    'o', 'n', '\"', ':', '\"', 's', 'p', 'a', 't', 'i', 'a', 'l', '\"', ',', '\"', 'm', 'a', 'x', '_', 'h', 'o', 'p',
    '\"', ':', '1', ',', '\"', 'h', 'o', 'p', '_', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '1', ',', '\"',
    'n', 'o', 'r', 'm', 'a', 'l', 'i', 'z', 'a', 't', 'i', 'o', 'n', '\"', ':', '\"', 's', 'y', 'm', 'm', 'e', 't',
    'r', 'i', 'c', '\"', '}', ',', '\"', 'o', 'p', 't', 'i', 'm', 'i', 'z', 'e', 'r', '\"', ':', '{', '\"', 's', 'e',
    'e', 'd', '\"', ':', '1', ',', '\"', 'e', 'p', 'o', 'c', 'h', 's', '\"', ':', '1', '2', ',', '\"', 'b', 'a', 't',
    'c', 'h', '_', 's', 'i', 'z', 'e', '\"', ':', '2', ',', '\"', 'p', 'i', 'e', 'c', 'e', '\"', ':', '0', ',', '\"',
    's', 'e', 'g', 'm', 'e', 'n', 't', '\"', ':', '8', '1', '9', '2', ',', '\"', 'o', 'p', 't', 'i', 'm', 'i', 'z',
    'e', 'r', '\"', ':', '\"', 'a', 'd', 'a', 'm', 'w', '\"', ',', '\"', 'l', 'e', 'a', 'r', 'n', 'i', 'n', 'g', '_',
    'r', 'a', 't', 'e', '\"', ':', '0', '.', '0', '0', '3', ',', '\"', 's', 'c', 'h', 'e', 'd', 'u', 'l', 'e', '\"',
    ':', '\"', 'o', 'n', 'e', '_', 'c', 'y', 'c', 'l', 'e', '\"', ',', '\"', 'w', 'a', 'r', 'm', 'u', 'p', '\"', ':',
    '0', '.', '2', ',', '\"', 'l', 'e', 'a', 'r', 'n', 'i', 'n', 'g', '_', 'r', 'a', 't', 'e', '_', 'd', 'e', 'c', 'a',
    'y', '\"', ':', '0', '.', '1', ',', '\"', 'd', 'e', 'c', 'a', 'y', '_', 'e', 'v', 'e', 'r', 'y', '\"', ':', '1',
    '0', ',', '\"', 'w', 'e', 'i', 'g', 'h', 't', '_', 'd', 'e', 'c', 'a', 'y', '\"', ':', '0', '.', '0', '1', ',',
    '\"', 'm', 'o', 'm', 'e', 'n', 't', 'u', 'm', '\"', ':', '0', '.', '9', ',', '\"', 'c', 'l', 'i', 'p', '\"', ':',
    '1', '.', '0', ',', '\"', 'a', 'v', 'e', 'r', 'a', 'g', 'e', '\"', ':', '0', '.', '9', '9', '5', ',', '\"', 'c',
    'l', 'a', 's', 's', '_', 'w', 'e', 'i', 'g', 'h', 't', 's', '\"', ':', '\"', 'n', 'o', 'n', 'e', '\"', ',', '\"',
    's', 'm', 'o', 'o', 't', 'h', 'i', 'n', 'g', '\"', ':', '0', '.', '1', '5', ',', '\"', 'p', 'u', 'l', 'l', '\"',
    ':', '0', '.', '0', ',', '\"', 's', 'e', 'g', 'm', 'e', 'n', 't', 'a', 'l', '\"', ':', '0', '.', '0', ',', '\"',
    'd', 'i', 's', 't', 'i', 'l', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '0', '.', '0', ',', '\"', 't', 'e', 'm',
    'p', 'e', 'r', 'a', 't', 'u', 'r', 'e', '\"', ':', '2', '.', '0', ',', '\"', 'm', 'o', 'n', 'i', 't', 'o', 'r',
    '\"', ':', '\"', 'f', '1', '@', '5', '0', '\"', ',', '\"', 'p', 'a', 't', 'i', 'e', 'n', 'c', 'e', '\"', ':', '0',
    ',', '\"', 'k', 'e', 'e', 'p', '\"', ':', '\"', 'l', 'a', 's', 't', '\"', ',', '\"', 'c', 'h', 'e', 'c', 'k', 'p',
    'o', 'i', 'n', 't', '_', 'i', 'n', 'd', 'i', 'c', 'e', 's', '\"', ':', '[', ']', ',', '\"', 'r', 'o', 't', 'a',
    't', 'i', 'o', 'n', '_', 'd', 'e', 'g', '\"', ':', '1', '0', '.', '0', ',', '\"', 't', 'u', 'r', 'n', '_', 'b',
    'o', 'd', 'y', '_', 'd', 'e', 'g', '\"', ':', '0', '.', '0', ',', '\"', 't', 'u', 'r', 'n', '_', 'b', 'o', 'd',
    'y', '_', 'a', 'x', 'i', 's', '\"', ':', '\"', 'y', '\"', ',', '\"', 's', 'c', 'a', 'l', 'e', '\"', ':', '0', '.',
    '0', ',', '\"', 'm', 'i', 'r', 'r', 'o', 'r', '\"', ':', '0', '.', '0', ',', '\"', 'm', 'i', 'r', 'r', 'o', 'r',
    '_', 's', 'i', 'g', 'n', 's', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 't', 'i', 'm', 'e', '_', 'w', 'a', 'r',
    'p', '\"', ':', '0', '.', '2', ',', '\"', 'j', 'o', 'i', 'n', 't', '_', 'n', 'o', 'i', 's', 'e', '\"', ':', '0',
    '.', '0', '2', ',', '\"', 'f', 'r', 'a', 'm', 'e', '_', 'd', 'r', 'o', 'p', '\"', ':', '0', '.', '0', '}', ',',
    '\"', 'j', 'o', 'b', '\"', ':', '{', '\"', 't', 'h', 'r', 'e', 'a', 'd', 's', '\"', ':', '1', ',', '\"', 'd', 'e',
    'v', 'i', 'c', 'e', '\"', ':', '\"', 'a', 'u', 't', 'o', '\"', ',', '\"', 'm', 'e', 'm', 'o', 'r', 'y', '_', 'g',
    'i', 'b', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'v', 'a', 'l', 'i', 'd', 'a', 't', 'e', '_', 'e', 'v', 'e',
    'r', 'y', '\"', ':', '1', '}', ',', '\"', 'd', 'e', 'c', 'i', 's', 'i', 'o', 'n', '\"', ':', '{', '\"', 's', 'm',
    'o', 'o', 't', 'h', 'i', 'n', 'g', '_', 's', '\"', ':', '0', '.', '0', ',', '\"', 'h', 'y', 's', 't', 'e', 'r',
    'e', 's', 'i', 's', '\"', ':', '0', '.', '0', ',', '\"', 'm', 'i', 'n', 'i', 'm', 'u', 'm', '_', 's', '\"', ':',
    '0', '.', '0', '}', '}', ',', '\"', 'v', 'e', 'r', 's', 'i', 'o', 'n', '\"', ':', '\"', '0', '.', '1', '.', '0',
    '\"', ',', '\"', 'g', 'i', 't', '_', 'c', 'o', 'm', 'm', 'i', 't', '\"', ':', '\"', '6', '1', '9', 'a', 'f', 'f',
    '4', '0', 'd', 'd', '4', 'a', '3', 'd', '8', '5', 'a', 'f', 'e', '9', '4', '3', '0', '1', '4', '4', '4', 'b', '7',
    'f', 'd', 'b', '7', '7', '1', '2', 'f', '1', 'c', '2', '\"', ',', '\"', 't', 'o', 'r', 'c', 'h', '\"', ':', '\"',
    '2', '.', '1', '3', '.', '0', '+', 'c', 'p', 'u', '\"', ',', '\"', 'e', 'p', 'o', 'c', 'h', 's', '\"', ':', '1',
    '2', ',', '\"', 's', 'c', 'o', 'r', 'e', 's', '\"', ':', '{', '\"', 'p', 'a', 'r', 't', '\"', ':', '\"', 'v', 'a',
    'l', '\"', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '2', '2', '6', '6', '9', '0', ',', '\"', 't', 'r',
    'i', 'a', 'l', 's', '\"', ':', '6', '6', ',', '\"', 't', 'o', 'p', '1', '\"', ':', '0', '.', '8', '1', '2', '4',
    '9', '7', '2', '4', '2', '9', '3', '0', '8', '7', '4', '8', ',', '\"', 't', 'o', 'p', '5', '\"', ':', '0', '.',
    '9', '9', '9', '3', '0', '7', '4', '2', '4', '2', '3', '5', '7', '4', '0', '5', ',', '\"', 'f', '1', '\"', ':',
    '{', '\"', 'f', '1', '@', '1', '0', '\"', ':', '0', '.', '7', '3', '3', '7', '0', '9', '5', '9', '4', '6', '6',
    '3', '9', '3', '0', '3', ',', '\"', 'f', '1', '@', '2', '5', '\"', ':', '0', '.', '7', '0', '8', '0', '5', '5',
    '4', '1', '3', '0', '3', '2', '3', '2', '4', '2', ',', '\"', 'f', '1', '@', '5', '0', '\"', ':', '0', '.', '6',
    '3', '0', '0', '6', '6', '7', '0', '0', '8', '7', '2', '2', '4', '2', '1', '}', ',', '\"', 'e', 'd', 'i', 't',
    '\"', ':', '0', '.', '7', '2', '4', '1', '9', '4', '3', '2', '5', '6', '7', '8', '1', '7', '6', '5', '}', '}', ',',
    '\"', 'e', 'p', 'o', 'c', 'h', 's', '\"', ':', '1', '2', ',', '\"', 's', 'c', 'o', 'r', 'e', 's', '\"', ':', '{',
    '\"', 'p', 'a', 'r', 't', '\"', ':', '\"', 'v', 'a', 'l', '\"', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':',
    '2', '2', '6', '6', '9', '0', ',', '\"', 't', 'r', 'i', 'a', 'l', 's', '\"', ':', '6', '6', ',', '\"', 't', 'o',
    'p', '1', '\"', ':', '0', '.', '8', '2', '9', '9', '3', '5', '1', '5', '3', '7', '3', '4', '1', '7', '4', '4', ',',
    '\"', 't', 'o', 'p', '5', '\"', ':', '0', '.', '9', '9', '9', '3', '6', '9', '1', '8', '2', '5', '8', '4', '1',
    '4', '5', '8', ',', '\"', 'f', '1', '\"', ':', '{', '\"', 'f', '1', '@', '1', '0', '\"', ':', '0', '.', '7', '4',
    '8', '9', '6', '2', '6', '5', '5', '6', '0', '1', '6', '5', '9', '8', ',', '\"', 'f', '1', '@', '2', '5', '\"',
    ':', '0', '.', '7', '1', '7', '8', '4', '2', '3', '2', '3', '6', '5', '1', '4', '5', '2', '3', ',', '\"', 'f', '1',
    '@', '5', '0', '\"', ':', '0', '.', '6', '4', '7', '3', '0', '2', '9', '0', '4', '5', '6', '4', '3', '1', '5', '4',
    '}', ',', '\"', 'e', 'd', 'i', 't', '\"', ':', '0', '.', '7', '8', '4', '1', '3', '7', '0', '3', '0', '3', '4',
    '4', '4', '9', '8', '4', '}', '}', ',', '\"', 'c', 'a', 'l', 'i', 'b', 'r', 'a', 't', 'i', 'o', 'n', '\"', ':',
    '[', '{', '\"', 't', 'r', 'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v', '1', '_', 'v',
    'a', 'r', 'i', 'o', 'u', 's', '_', '0', '3', '_', '1', '8', '/', '0', '\"', ',', '\"', 's', 't', 'a', 'r', 't',
    '\"', ':', '0', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '7', '1', '2', '}', ',', '{', '\"', 't', 'r',
    'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v', '1', '_', 'v', 'a', 'r', 'i', 'o', 'u',
    's', '_', '0', '5', '_', '1', '9', '/', '0', '\"', ',', '\"', 's', 't', 'a', 'r', 't', '\"', ':', '0', ',', '\"',
    'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '2', '3', '8', '8', '}', ',', '{', '\"', 't', 'r', 'i', 'a', 'l', '\"',
    ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v', '1', '_', 'v', 'a', 'r', 'i', 'o', 'u', 's', '_', '0', '9', '_',
    '0', '5', '/', '0', '\"', ',', '\"', 's', 't', 'a', 'r', 't', '\"', ':', '0', ',', '\"', 'f', 'r', 'a', 'm', 'e',
    's', '\"', ':', '2', '6', '1', '1', '}', ',', '{', '\"', 't', 'r', 'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G',
    'a', 'D', 'B', '_', 'v', '1', '_', 'v', 'a', 'r', 'i', 'o', 'u', 's', '_', '0', '9', '_', '1', '4', '/', '0', '\"',
    ',', '\"', 's', 't', 'a', 'r', 't', '\"', ':', '0', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '2', '1',
    '1', '4', '}', ',', '{', '\"', 't', 'r', 'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v',
    '1', '_', 'v', 'a', 'r', 'i', 'o', 'u', 's', '_', '1', '1', '_', '0', '3', '/', '0', '\"', ',', '\"', 's', 't',
    'a', 'r', 't', '\"', ':', '0', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '3', '0', '3', '3', '}', ',',
    '{', '\"', 't', 'r', 'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v', '1', '_', 'v', 'a',
    'r', 'i', 'o', 'u', 's', '_', '1', '1', '_', '0', '8', '/', '0', '\"', ',', '\"', 's', 't', 'a', 'r', 't', '\"',
    ':', '0', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '2', '1', '9', '1', '}', ',', '{', '\"', 't', 'r',
    'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v', '1', '_', 'v', 'a', 'r', 'i', 'o', 'u',
    's', '_', '1', '2', '_', '0', '5', '/', '0', '\"', ',', '\"', 's', 't', 'a', 'r', 't', '\"', ':', '0', ',', '\"',
    'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '1', '7', '2', '6', '}', ',', '{', '\"', 't', 'r', 'i', 'a', 'l', '\"',
    ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v', '1', '_', 'v', 'a', 'r', 'i', 'o', 'u', 's', '_', '1', '4', '_',
    '0', '1', '/', '0', '\"', ',', '\"', 's', 't', 'a', 'r', 't', '\"', ':', '0', ',', '\"', 'f', 'r', 'a', 'm', 'e',
    's', '\"', ':', '1', '9', '9', '8', '}', ',', '{', '\"', 't', 'r', 'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G',
    'a', 'D', 'B', '_', 'v', '1', '_', 'v', 'a', 'r', 'i', 'o', 'u', 's', '_', '1', '5', '_', '0', '0', '/', '0', '\"',
    ',', '\"', 's', 't', 'a', 'r', 't', '\"', ':', '0', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '3', '4',
    '2', '6', '}', ',', '{', '\"', 't', 'r', 'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v',
    '1', '_', 'v', 'a', 'r', 'i', 'o', 'u', 's', '_', '1', '5', '_', '0', '6', '/', '0', '\"', ',', '\"', 's', 't',
    'a', 'r', 't', '\"', ':', '0', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '3', '0', '5', '2', '}', ',',
    '{', '\"', 't', 'r', 'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v', '1', '_', 'v', 'a',
    'r', 'i', 'o', 'u', 's', '_', '1', '6', '_', '1', '5', '/', '0', '\"', ',', '\"', 's', 't', 'a', 'r', 't', '\"',
    ':', '0', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '3', '5', '8', '3', '}', ',', '{', '\"', 't', 'r',
    'i', 'a', 'l', '\"', ':', '\"', 'H', 'u', 'G', 'a', 'D', 'B', '_', 'v', '1', '_', 'v', 'a', 'r', 'i', 'o', 'u',
    's', '_', '1', '8', '_', '1', '0', '/', '0', '\"', ',', '\"', 's', 't', 'a', 'r', 't', '\"', ':', '0', ',', '\"',
    'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '4', '0', '4', '6', '}', ']', ',', '\"', 'e', 'p', 'o', 'c', 'h', 's',
    '\"', ':', '6', ',', '\"', 's', 'c', 'o', 'r', 'e', 's', '\"', ':', '{', '\"', 'p', 'a', 'r', 't', '\"', ':', '\"',
    'v', 'a', 'l', '\"', ',', '\"', 'f', 'r', 'a', 'm', 'e', 's', '\"', ':', '2', '2', '6', '6', '9', '0', ',', '\"',
    't', 'r', 'i', 'a', 'l', 's', '\"', ':', '6', '6', ',', '\"', 't', 'o', 'p', '1', '\"', ':', '0', '.', '8', '3',
    '2', '7', '9', '8', '0', '9', '4', '3', '1', '3', '8', '2', '0', '7', ',', '\"', 't', 'o', 'p', '5', '\"', ':',
    '0', '.', '9', '9', '9', '4', '0', '0', '0', '6', '1', '7', '5', '8', '3', '4', '8', '4', ',', '\"', 'f', '1',
    '\"', ':', '{', '\"', 'f', '1', '@', '1', '0', '\"', ':', '0', '.', '7', '7', '2', '5', '5', '5', '3', '7', '5',
    '4', '7', '2', '7', '1', '7', '5', ',', '\"', 'f', '1', '@', '2', '5', '\"', ':', '0', '.', '7', '4', '5', '5',
    '4', '2', '9', '4', '9', '7', '5', '6', '8', '8', '8', '2', ',', '\"', 'f', '1', '@', '5', '0', '\"', ':', '0',
    '.', '6', '8', '9', '3', '5', '7', '1', '0', '4', '2', '6', '7', '9', '6', '3', '3', '}', ',', '\"', 'e', 'd', 'i',
    't', '\"', ':', '0', '.', '8', '0', '7', '1', '2', '1', '9', '4', '9', '7', '0', '0', '0', '8', '5', '9', '}', ',',
    '\"', 'p', 'r', 'e', 'c', 'i', 's', 'i', 'o', 'n', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', '}', ',', '\"', 'f',
    'o', 'r', 'm', 'a', 't', '_', 'v', 'e', 'r', 's', 'i', 'o', 'n', '\"', ':', '1', ',', '\"', 'f', 'i', 'f', 'o',
    's', '\"', ':', '[', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'm', 'e', 'a', 'n', '0', '\"', ',', '\"', 'k',
    'i', 'n', 'd', '\"', ':', '\"', 's', 'u', 'm', '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '3', '0',
    ',', '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '1', ',', '\"', 'w', 'i', 'd', 't', 'h', '\"', ':',
    '1', '2', ',', '\"', 'p', 'u', 's', 'h', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '8', '\"',
    ',', '\"', 's', 'u', 'm', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '1', '6', '\"', '}', ',',
    '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'm', 'e', 'a', 'n', '1', '\"', ',', '\"', 'k', 'i', 'n', 'd', '\"',
    ':', '\"', 's', 'u', 'm', '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '1', '2', '0', ',', '\"', 'd',
    'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '1', ',', '\"', 'w', 'i', 'd', 't', 'h', '\"', ':', '1', '2', ',',
    '\"', 'p', 'u', 's', 'h', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', ',', '\"', 's',
    'u', 'm', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '1', '6', '\"', '}', ',', '{', '\"', 'n',
    'a', 'm', 'e', '\"', ':', '\"', 'm', 'e', 'a', 'n', '2', '\"', ',', '\"', 'k', 'i', 'n', 'd', '\"', ':', '\"', 's',
    'u', 'm', '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '3', '0', '0', ',', '\"', 'd', 'i', 'l', 'a',
    't', 'i', 'o', 'n', '\"', ':', '1', ',', '\"', 'w', 'i', 'd', 't', 'h', '\"', ':', '1', '2', ',', '\"', 'p', 'u',
    's', 'h', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', ',', '\"', 's', 'u', 'm', '_',
    'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '3', '2', '\"', '}', ',', '{', '\"', 'n', 'a', 'm', 'e',
    '\"', ':', '\"', 'm', 'e', 'a', 'n', '3', '\"', ',', '\"', 'k', 'i', 'n', 'd', '\"', ':', '\"', 's', 'u', 'm',
    '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '1', '0', '0', '0', ',', '\"', 'd', 'i', 'l', 'a', 't',
    'i', 'o', 'n', '\"', ':', '1', ',', '\"', 'w', 'i', 'd', 't', 'h', '\"', ':', '1', '2', ',', '\"', 'p', 'u', 's',
    'h', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', ',', '\"', 's', 'u', 'm', '_', 'd',
    't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '3', '2', '\"', '}', ',', '{', '\"', 'n', 'a', 'm', 'e', '\"',
    ':', '\"', 'w', 'i', 'n', 'd', 'o', 'w', '0', '\"', ',', '\"', 'k', 'i', 'n', 'd', '\"', ':', '\"', 's', 'u', 'm',
    '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '9', ',', '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n',
    '\"', ':', '1', ',', '\"', 'w', 'i', 'd', 't', 'h', '\"', ':', '1', '4', '4', ',', '\"', 'p', 'u', 's', 'h', '_',
    'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', ',', '\"', 's', 'u', 'm', '_', 'd', 't', 'y',
    'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '1', '6', '\"', '}', ',', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"',
    'w', 'i', 'n', 'd', 'o', 'w', '1', '\"', ',', '\"', 'k', 'i', 'n', 'd', '\"', ':', '\"', 's', 'u', 'm', '\"', ',',
    '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '9', ',', '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':',
    '1', ',', '\"', 'w', 'i', 'd', 't', 'h', '\"', ':', '1', '4', '4', ',', '\"', 'p', 'u', 's', 'h', '_', 'd', 't',
    'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', ',', '\"', 's', 'u', 'm', '_', 'd', 't', 'y', 'p', 'e',
    '\"', ':', '\"', 'i', 'n', 't', '1', '6', '\"', '}', ',', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'w', 'i',
    'n', 'd', 'o', 'w', '2', '\"', ',', '\"', 'k', 'i', 'n', 'd', '\"', ':', '\"', 's', 'u', 'm', '\"', ',', '\"', 'k',
    'e', 'r', 'n', 'e', 'l', '\"', ':', '9', ',', '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '1', ',',
    '\"', 'w', 'i', 'd', 't', 'h', '\"', ':', '1', '4', '4', ',', '\"', 'p', 'u', 's', 'h', '_', 'd', 't', 'y', 'p',
    'e', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', ',', '\"', 's', 'u', 'm', '_', 'd', 't', 'y', 'p', 'e', '\"', ':',
    '\"', 'i', 'n', 't', '1', '6', '\"', '}', ',', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'w', 'i', 'n', 'd',
    'o', 'w', '3', '\"', ',', '\"', 'k', 'i', 'n', 'd', '\"', ':', '\"', 's', 'u', 'm', '\"', ',', '\"', 'k', 'e', 'r',
    'n', 'e', 'l', '\"', ':', '9', ',', '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '2', ',', '\"', 'w',
    'i', 'd', 't', 'h', '\"', ':', '1', '9', '2', ',', '\"', 'p', 'u', 's', 'h', '_', 'd', 't', 'y', 'p', 'e', '\"',
    ':', '\"', 'i', 'n', 't', '8', '\"', ',', '\"', 's', 'u', 'm', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i',
    'n', 't', '1', '6', '\"', '}', ',', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'w', 'i', 'n', 'd', 'o', 'w',
    '4', '\"', ',', '\"', 'k', 'i', 'n', 'd', '\"', ':', '\"', 's', 'u', 'm', '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e',
    'l', '\"', ':', '9', ',', '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '1', ',', '\"', 'w', 'i', 'd',
    't', 'h', '\"', ':', '1', '9', '2', ',', '\"', 'p', 'u', 's', 'h', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"',
    'i', 'n', 't', '8', '\"', ',', '\"', 's', 'u', 'm', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't',
    '1', '6', '\"', '}', ',', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'w', 'i', 'n', 'd', 'o', 'w', '5', '\"',
    ',', '\"', 'k', 'i', 'n', 'd', '\"', ':', '\"', 's', 'u', 'm', '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"',
    ':', '9', ',', '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '1', ',', '\"', 'w', 'i', 'd', 't', 'h',
    '\"', ':', '1', '9', '2', ',', '\"', 'p', 'u', 's', 'h', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n',
    't', '8', '\"', ',', '\"', 's', 'u', 'm', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '1', '6',
    '\"', '}', ',', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'w', 'i', 'n', 'd', 'o', 'w', '6', '\"', ',', '\"',
    'k', 'i', 'n', 'd', '\"', ':', '\"', 's', 'u', 'm', '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '9',
    ',', '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '2', ',', '\"', 'w', 'i', 'd', 't', 'h', '\"', ':',
    '1', '9', '2', ',', '\"', 'p', 'u', 's', 'h', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '8',
    '\"', ',', '\"', 's', 'u', 'm', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '1', '6', '\"', '}',
    ',', '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'w', 'i', 'n', 'd', 'o', 'w', '7', '\"', ',', '\"', 'k', 'i',
    'n', 'd', '\"', ':', '\"', 's', 'u', 'm', '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '6', '9', ',',
    '\"', 'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '2', ',', '\"', 'w', 'i', 'd', 't', 'h', '\"', ':', '1',
    '4', '4', ',', '\"', 'p', 'u', 's', 'h', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '8', '\"',
    ',', '\"', 's', 'u', 'm', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '1', '6', '\"', '}', ',',
    '{', '\"', 'n', 'a', 'm', 'e', '\"', ':', '\"', 'w', 'i', 'n', 'd', 'o', 'w', '8', '\"', ',', '\"', 'k', 'i', 'n',
    'd', '\"', ':', '\"', 's', 'u', 'm', '\"', ',', '\"', 'k', 'e', 'r', 'n', 'e', 'l', '\"', ':', '6', '9', ',', '\"',
    'd', 'i', 'l', 'a', 't', 'i', 'o', 'n', '\"', ':', '4', ',', '\"', 'w', 'i', 'd', 't', 'h', '\"', ':', '1', '4',
    '4', ',', '\"', 'p', 'u', 's', 'h', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', ',',
    '\"', 's', 'u', 'm', '_', 'd', 't', 'y', 'p', 'e', '\"', ':', '\"', 'i', 'n', 't', '1', '6', '\"', '}', ']', ',',
    '\"', 'p', 'r', 'e', 'c', 'i', 's', 'i', 'o', 'n', '\"', ':', '\"', 'i', 'n', 't', '8', '\"', ',', '\"', 'q', 'u',
    'a', 'n', 't', 'i', 's', 'a', 't', 'i', 'o', 'n', '\"', ':', '{', '\"', 'f', 'r', 'a', 'm', 'e', '\"', ':', '[',
    '8', ',', '8', ',', '8', ',', '7', ',', '7', ',', '7', ']', ',', '\"', 'f', 'e', 'a', 't', 'u', 'r', 'e', 's',
    '\"', ':', '1', '0', ',', '\"', 'e', 'n', 'e', 'r', 'g', 'y', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'i', 'n',
    'p', 'u', 't', '_', 'n', 'o', 'r', 'm', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'n', 'o', 'r', 'm', 'e', 'd',
    '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'i', 'n', 'p', 'u', 't', '_', 'w', 'e', 'i', 'g', 'h', 't', '\"', ':',
    '[', '8', ',', '8', ',', '8', ',', '7', ',', '8', ',', '8', ',', '8', ',', '8', ',', '8', ',', '7', ',', '8', ',',
    '8', ',', '7', ',', '8', ',', '8', ',', '8', ',', '7', ',', '8', ',', '9', ',', '8', ',', '8', ',', '7', ',', '9',
    ',', '8', ']', ',', '\"', 'e', 'm', 'b', 'e', 'd', 'd', 'e', 'd', '\"', ':', '4', ',', '\"', 'l', 'a', 'y', 'e',
    'r', 's', '\"', ':', '[', '{', '\"', 'g', 'r', 'a', 'p', 'h', '\"', ':', '6', ',', '\"', 'g', 'a', 't', 'h', 'e',
    'r', 'e', 'd', '\"', ':', '4', ',', '\"', 'w', 'e', 'i', 'g', 'h', 't', '\"', ':', '[', '7', ',', '7', ',', '7',
    ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',',
    '7', ',', '6', ',', '7', ',', '7', ',', '7', ',', '7', ',', '6', ',', '7', ',', '7', ',', '7', ']', ',', '\"', 'p',
    'u', 's', 'h', '\"', ':', '4', ',', '\"', 'n', 'o', 'r', 'm', '\"', ':', '{', '\"', 'g', 'a', 'm', 'm', 'a', '\"',
    ':', '1', '0', ',', '\"', 'b', 'e', 't', 'a', '\"', ':', '1', '5', '}', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c',
    't', 'i', 'o', 'n', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '\"',
    ':', 'n', 'u', 'l', 'l', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '_', 'n', 'o', 'r', 'm', '\"',
    ':', 'n', 'u', 'l', 'l', ',', '\"', 'o', 'u', 't', '\"', ':', '5', '}', ',', '{', '\"', 'g', 'r', 'a', 'p', 'h',
    '\"', ':', '6', ',', '\"', 'g', 'a', 't', 'h', 'e', 'r', 'e', 'd', '\"', ':', '4', ',', '\"', 'w', 'e', 'i', 'g',
    'h', 't', '\"', ':', '[', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',',
    '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '6', ',', '7', ',', '7', ',', '7',
    ',', '7', ',', '7', ',', '7', ']', ',', '\"', 'p', 'u', 's', 'h', '\"', ':', '4', ',', '\"', 'n', 'o', 'r', 'm',
    '\"', ':', '{', '\"', 'g', 'a', 'm', 'm', 'a', '\"', ':', '1', '0', ',', '\"', 'b', 'e', 't', 'a', '\"', ':', '1',
    '5', '}', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i', 'o', 'n', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"',
    'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'p', 'r', 'o', 'j', 'e',
    'c', 't', 'e', 'd', '_', 'n', 'o', 'r', 'm', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'o', 'u', 't', '\"', ':',
    '4', '}', ',', '{', '\"', 'g', 'r', 'a', 'p', 'h', '\"', ':', '6', ',', '\"', 'g', 'a', 't', 'h', 'e', 'r', 'e',
    'd', '\"', ':', '3', ',', '\"', 'w', 'e', 'i', 'g', 'h', 't', '\"', ':', '[', '7', ',', '7', ',', '7', ',', '7',
    ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '6', ',', '7', ',', '7', ',', '7', ',',
    '7', ',', '7', ',', '7', ',', '8', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ']', ',', '\"', 'p', 'u', 's',
    'h', '\"', ':', '4', ',', '\"', 'n', 'o', 'r', 'm', '\"', ':', '{', '\"', 'g', 'a', 'm', 'm', 'a', '\"', ':', '1',
    '1', ',', '\"', 'b', 'e', 't', 'a', '\"', ':', '1', '5', '}', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i',
    'o', 'n', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '\"', ':', 'n',
    'u', 'l', 'l', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '_', 'n', 'o', 'r', 'm', '\"', ':', 'n',
    'u', 'l', 'l', ',', '\"', 'o', 'u', 't', '\"', ':', '4', '}', ',', '{', '\"', 'g', 'r', 'a', 'p', 'h', '\"', ':',
    '6', ',', '\"', 'g', 'a', 't', 'h', 'e', 'r', 'e', 'd', '\"', ':', '3', ',', '\"', 'w', 'e', 'i', 'g', 'h', 't',
    '\"', ':', '[', '7', ',', '7', ',', '8', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',',
    '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7',
    ',', '7', ',', '7', ',', '7', ',', '7', ',', '6', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ']', ',', '\"',
    'p', 'u', 's', 'h', '\"', ':', '3', ',', '\"', 'n', 'o', 'r', 'm', '\"', ':', '{', '\"', 'g', 'a', 'm', 'm', 'a',
    '\"', ':', '1', '0', ',', '\"', 'b', 'e', 't', 'a', '\"', ':', '1', '5', '}', ',', '\"', 'p', 'r', 'o', 'j', 'e',
    'c', 't', 'i', 'o', 'n', '\"', ':', '[', '8', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '8', ',', '7',
    ',', '8', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '8', ',', '7', ',', '7', ',',
    '7', ',', '8', ',', '8', ',', '7', ',', '7', ',', '7', ',', '7', ',', '8', ',', '7', ',', '7', ',', '7', ',', '7',
    ',', '7', ']', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '\"', ':', '4', ',', '\"', 'p', 'r', 'o',
    'j', 'e', 'c', 't', 'e', 'd', '_', 'n', 'o', 'r', 'm', '\"', ':', '{', '\"', 'g', 'a', 'm', 'm', 'a', '\"', ':',
    '1', '0', ',', '\"', 'b', 'e', 't', 'a', '\"', ':', '1', '6', '}', ',', '\"', 'o', 'u', 't', '\"', ':', '5', '}',
    ',', '{', '\"', 'g', 'r', 'a', 'p', 'h', '\"', ':', '6', ',', '\"', 'g', 'a', 't', 'h', 'e', 'r', 'e', 'd', '\"',
    ':', '4', ',', '\"', 'w', 'e', 'i', 'g', 'h', 't', '\"', ':', '[', '7', ',', '7', ',', '7', ',', '7', ',', '7',
    ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',',
    '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7',
    ',', '7', ',', '7', ',', '7', ',', '7', ']', ',', '\"', 'p', 'u', 's', 'h', '\"', ':', '4', ',', '\"', 'n', 'o',
    'r', 'm', '\"', ':', '{', '\"', 'g', 'a', 'm', 'm', 'a', '\"', ':', '1', '0', ',', '\"', 'b', 'e', 't', 'a', '\"',
    ':', '1', '5', '}', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i', 'o', 'n', '\"', ':', 'n', 'u', 'l', 'l',
    ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'p', 'r', 'o',
    'j', 'e', 'c', 't', 'e', 'd', '_', 'n', 'o', 'r', 'm', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'o', 'u', 't',
    '\"', ':', '5', '}', ',', '{', '\"', 'g', 'r', 'a', 'p', 'h', '\"', ':', '6', ',', '\"', 'g', 'a', 't', 'h', 'e',
    'r', 'e', 'd', '\"', ':', '3', ',', '\"', 'w', 'e', 'i', 'g', 'h', 't', '\"', ':', '[', '7', ',', '7', ',', '7',
    ',', '7', ',', '8', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',',
    '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7',
    ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ']', ',', '\"', 'p', 'u', 's', 'h', '\"', ':', '4',
    ',', '\"', 'n', 'o', 'r', 'm', '\"', ':', '{', '\"', 'g', 'a', 'm', 'm', 'a', '\"', ':', '1', '0', ',', '\"', 'b',
    'e', 't', 'a', '\"', ':', '1', '6', '}', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i', 'o', 'n', '\"', ':',
    'n', 'u', 'l', 'l', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '\"', ':', 'n', 'u', 'l', 'l', ',',
    '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '_', 'n', 'o', 'r', 'm', '\"', ':', 'n', 'u', 'l', 'l', ',',
    '\"', 'o', 'u', 't', '\"', ':', '4', '}', ',', '{', '\"', 'g', 'r', 'a', 'p', 'h', '\"', ':', '6', ',', '\"', 'g',
    'a', 't', 'h', 'e', 'r', 'e', 'd', '\"', ':', '3', ',', '\"', 'w', 'e', 'i', 'g', 'h', 't', '\"', ':', '[', '7',
    ',', '8', ',', '8', ',', '7', ',', '8', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',',
    '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '8', ',', '7',
    ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '6', ',', '7', ']', ',', '\"', 'p', 'u', 's', 'h',
    '\"', ':', '2', ',', '\"', 'n', 'o', 'r', 'm', '\"', ':', '{', '\"', 'g', 'a', 'm', 'm', 'a', '\"', ':', '1', '0',
    ',', '\"', 'b', 'e', 't', 'a', '\"', ':', '1', '6', '}', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i', 'o',
    'n', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '\"', ':', 'n', 'u',
    'l', 'l', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '_', 'n', 'o', 'r', 'm', '\"', ':', 'n', 'u',
    'l', 'l', ',', '\"', 'o', 'u', 't', '\"', ':', '4', '}', ',', '{', '\"', 'g', 'r', 'a', 'p', 'h', '\"', ':', '6',
    ',', '\"', 'g', 'a', 't', 'h', 'e', 'r', 'e', 'd', '\"', ':', '3', ',', '\"', 'w', 'e', 'i', 'g', 'h', 't', '\"',
    ':', '[', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '8', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7',
    ',', '7', ',', '8', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',',
    '7', ',', '6', ']', ',', '\"', 'p', 'u', 's', 'h', '\"', ':', '2', ',', '\"', 'n', 'o', 'r', 'm', '\"', ':', '{',
    '\"', 'g', 'a', 'm', 'm', 'a', '\"', ':', '1', '1', ',', '\"', 'b', 'e', 't', 'a', '\"', ':', '1', '6', '}', ',',
    '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i', 'o', 'n', '\"', ':', '[', '7', ',', '8', ',', '8', ',', '7', ',',
    '7', ',', '7', ',', '8', ',', '8', ',', '7', ',', '7', ',', '7', ',', '8', ',', '7', ',', '7', ',', '7', ',', '7',
    ',', '7', ',', '7', ',', '8', ',', '7', ',', '8', ',', '8', ',', '8', ',', '7', ']', ',', '\"', 'p', 'r', 'o', 'j',
    'e', 'c', 't', 'e', 'd', '\"', ':', '3', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '_', 'n', 'o',
    'r', 'm', '\"', ':', '{', '\"', 'g', 'a', 'm', 'm', 'a', '\"', ':', '1', '0', ',', '\"', 'b', 'e', 't', 'a', '\"',
    ':', '1', '6', '}', ',', '\"', 'o', 'u', 't', '\"', ':', '4', '}', ',', '{', '\"', 'g', 'r', 'a', 'p', 'h', '\"',
    ':', '6', ',', '\"', 'g', 'a', 't', 'h', 'e', 'r', 'e', 'd', '\"', ':', '3', ',', '\"', 'w', 'e', 'i', 'g', 'h',
    't', '\"', ':', '[', '7', ',', '7', ',', '7', ',', '7', ',', '6', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7',
    ',', '6', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '7', ',', '8', ',', '7', ',', '7', ',', '7', ',',
    '7', ',', '7', ',', '7', ']', ',', '\"', 'p', 'u', 's', 'h', '\"', ':', '3', ',', '\"', 'n', 'o', 'r', 'm', '\"',
    ':', '{', '\"', 'g', 'a', 'm', 'm', 'a', '\"', ':', '1', '1', ',', '\"', 'b', 'e', 't', 'a', '\"', ':', '1', '6',
    '}', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c', 't', 'i', 'o', 'n', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'p',
    'r', 'o', 'j', 'e', 'c', 't', 'e', 'd', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'p', 'r', 'o', 'j', 'e', 'c',
    't', 'e', 'd', '_', 'n', 'o', 'r', 'm', '\"', ':', 'n', 'u', 'l', 'l', ',', '\"', 'o', 'u', 't', '\"', ':', '4',
    '}', ']', ',', '\"', 'h', 'e', 'a', 'd', '\"', ':', '[', '1', '0', ',', '1', '0', ',', '1', '0', ',', '1', '0',
    ',', '1', '0', ',', '1', '0', ',', '1', '0', ',', '1', '0', ',', '1', '0', ',', '1', '0', ']', '}', ',', '\"', 'r',
    'e', 'c', 'e', 'p', 't', 'i', 'v', 'e', '_', 'f', 'i', 'e', 'l', 'd', '\"', ':', '1', '4', '8', '0', ',', '\"',
    'd', 'e', 'l', 'a', 'y', '\"', ':', '0', ',', '\"', 'c', 'o', 'u', 'n', 't', 's', '\"', ':', '{', '\"', 'p', 'a',
    'r', 'a', 'm', 'e', 't', 'e', 'r', 's', '\"', ':', '2', '8', '2', '9', '4', ',', '\"', 's', 't', 'a', 't', 'e',
    '_', 'w', 'o', 'r', 'd', 's', '\"', ':', '9', '1', '2', '7', '2', ',', '\"', 'm', 'u', 'l', 't', 'i', 'p', 'l',
    'y', '_', 'a', 'c', 'c', 'u', 'm', 'u', 'l', 'a', 't', 'e', 's', '\"', ':', '1', '4', '0', '1', '4', '4', ',',
    '\"', 'm', 'u', 'l', 't', 'i', 'p', 'l', 'y', '_', 'a', 'c', 'c', 'u', 'm', 'u', 'l', 'a', 't', 'e', 's', '_', 'd',
    'e', 'n', 's', 'e', '\"', ':', '1', '6', '2', '9', '6', '0', '}', '}', 0};

static const char *const class_names[] = {
    "walking", "running", "going_up", "going_down", "sitting", "sitting_down", "standing_up", "standing",
    "up_by_elevator", "down_by_elevator"};

/* ---- State ---------------------------------------------------------------------------------------------------- */
struct rtstgcn_state {
    /* mean0: sum of 29 pushes 1 frames apart */
    int8_t mean0_ring[30][16];
    int16_t mean0_sums[1][16];
    /* mean1: sum of 119 pushes 1 frames apart */
    int8_t mean1_ring[120][16];
    int16_t mean1_sums[1][16];
    /* mean2: sum of 299 pushes 1 frames apart */
    int8_t mean2_ring[300][16];
    int32_t mean2_sums[1][16];
    /* mean3: sum of 999 pushes 1 frames apart */
    int8_t mean3_ring[1000][16];
    int32_t mean3_sums[1][16];
    /* window0: sum of 8 pushes 1 frames apart */
    int8_t window0_ring[9][144];
    int16_t window0_sums[1][144];
    /* window1: sum of 8 pushes 1 frames apart */
    int8_t window1_ring[9][144];
    int16_t window1_sums[1][144];
    /* window2: sum of 8 pushes 1 frames apart */
    int8_t window2_ring[9][144];
    int16_t window2_sums[1][144];
    /* window3: sum of 8 pushes 2 frames apart */
    int8_t window3_ring[17][192];
    int16_t window3_sums[2][192];
    /* window4: sum of 8 pushes 1 frames apart */
    int8_t window4_ring[9][192];
    int16_t window4_sums[1][192];
    /* window5: sum of 8 pushes 1 frames apart */
    int8_t window5_ring[9][192];
    int16_t window5_sums[1][192];
    /* window6: sum of 8 pushes 2 frames apart */
    int8_t window6_ring[17][192];
    int16_t window6_sums[2][192];
    /* window7: sum of 68 pushes 2 frames apart */
    int8_t window7_ring[137][144];
    int16_t window7_sums[2][144];
    /* window8: sum of 68 pushes 4 frames apart */
    int8_t window8_ring[273][144];
    int16_t window8_sums[4][144];
    /* what a frame makes and the next one overwrites */
    uint8_t scratch[1038];
    /* where the push of this frame goes, and whose sums it meets */
    uint16_t mean0_at;
    uint16_t mean1_at;
    uint16_t mean2_at;
    uint16_t mean3_at;
    uint16_t window0_at;
    uint16_t window1_at;
    uint16_t window2_at;
    uint16_t window3_at;
    uint16_t window3_phase;
    uint16_t window4_at;
    uint16_t window5_at;
    uint16_t window6_at;
    uint16_t window6_phase;
    uint16_t window7_at;
    uint16_t window7_phase;
    uint16_t window8_at;
    uint16_t window8_phase;
};

/* RTSTGCN_STATE_BYTES says the truth, or this does not compile. */
typedef char rtstgcn_state_size[sizeof(struct rtstgcn_state) == RTSTGCN_STATE_BYTES ? 1 : -1];

/* The place after one of a ring of `count`. */
KERNEL int following(int place, int count)
{
    return place + 1 < count ? place + 1 : 0;
}

/* ---- The model ------------------------------------------------------------------------------------------------ */

/* -DRTSTGCN_TRACE: hand out every value as it is made, to a function of your own. */
#if defined(RTSTGCN_TRACE)
void rtstgcn_trace(const char *value, const void *data, int elements, int bytes_each);
#define TRACE(value, data, elements) rtstgcn_trace(value, data, elements, (int)sizeof *(data))
#elif defined(__GNUC__)
/* Values of different types take turns in the scratch memory: no access may move from one operation into another. */
#define TRACE(value, data, elements) __asm__ volatile("" : : "r"(data) : "memory")
#else
#define TRACE(value, data, elements) (void)(data)
#endif

void rtstgcn_reset(rtstgcn_state *s)
{
    memset(s, 0, sizeof *s);
}

void rtstgcn_infer(rtstgcn_state *s, const float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS],
                   float logits[RTSTGCN_CLASSES])
{
    /* samples */
    int16_t *const samples = (int16_t *)(void *)(s->scratch + 0);
    quantise_frame(frame, 6, 6, samples_exponents, samples);
    TRACE("samples", samples, 36);

    /* place0 */
    int16_t *const place0 = (int16_t *)(void *)(s->scratch + 192);
    standardised(INT16, samples, place0_offset, place0_factor, 32767, 36, INT16, place0);
    TRACE("place0", place0, 36);

    /* magnitude */
    float *const magnitude = (float *)(void *)(s->scratch + 128);
    magnitudes(samples, 12, magnitude);
    TRACE("magnitude", magnitude, 12);
    int16_t *const magnitude_standard = (int16_t *)(void *)(s->scratch + 320);
    standardised(FLOAT32, magnitude, magnitude_standard_offset, magnitude_standard_factor, 32767, 12, INT16,
        magnitude_standard);
    TRACE("magnitude_standard", magnitude_standard, 12);

    /* close */
    int16_t *const close = (int16_t *)(void *)(s->scratch + 384);
    standardised(FLOAT32, magnitude, close_offset, close_factor, 1024, 12, INT16, close);
    TRACE("close", close, 12);
    int8_t *const close_pushed = s->mean0_ring[s->mean0_at];
    standardised(FLOAT32, magnitude, close_pushed_offset, close_pushed_factor, 64, 12, INT8, close_pushed);
    TRACE("close_pushed", close_pushed, 12);

    /* mean0 */
    int32_t *const mean0 = (int32_t *)(void *)(s->scratch + 0);
    window_sum(INT8, close_pushed, INT16, s->mean0_sums[0], 12, mean0);
    TRACE("mean0", mean0, 12);

    /* mean1 */
    memcpy(s->mean1_ring[s->mean1_at], close_pushed, 12);
    int32_t *const mean1 = (int32_t *)(void *)(s->scratch + 64);
    window_sum(INT8, close_pushed, INT16, s->mean1_sums[0], 12, mean1);
    TRACE("mean1", mean1, 12);

    /* mean2 */
    memcpy(s->mean2_ring[s->mean2_at], close_pushed, 12);
    int32_t *const mean2 = (int32_t *)(void *)(s->scratch + 128);
    window_sum(INT8, close_pushed, INT32, s->mean2_sums[0], 12, mean2);
    TRACE("mean2", mean2, 12);

    /* mean3 */
    memcpy(s->mean3_ring[s->mean3_at], close_pushed, 12);
    int32_t *const mean3 = (int32_t *)(void *)(s->scratch + 448);
    window_sum(INT8, close_pushed, INT32, s->mean3_sums[0], 12, mean3);
    TRACE("mean3", mean3, 12);

    /* trend0 */
    int16_t *const trend0 = (int16_t *)(void *)(s->scratch + 512);
    trend(mean0, mean3, trend0_a, trend0_b, 32767, 12, trend0);
    TRACE("trend0", trend0, 12);

    /* trend1 */
    int16_t *const trend1 = (int16_t *)(void *)(s->scratch + 576);
    trend(mean1, mean3, trend1_a, trend1_b, 32767, 12, trend1);
    TRACE("trend1", trend1, 12);

    /* trend2 */
    int16_t *const trend2 = (int16_t *)(void *)(s->scratch + 640);
    trend(mean2, mean3, trend2_a, trend2_b, 32767, 12, trend2);
    TRACE("trend2", trend2, 12);

    /* features */
    int16_t *const features = (int16_t *)(void *)(s->scratch + 0);
    place_columns(place0, 6, 12, features, 32, 0);
    place_columns(magnitude_standard, 6, 4, features, 32, 12);
    place_columns(close, 6, 4, features, 32, 16);
    place_columns(trend0, 6, 4, features, 32, 20);
    place_columns(trend1, 6, 4, features, 32, 24);
    place_columns(trend2, 6, 4, features, 32, 28);
    TRACE("features", features, 96);

    /* embedded */
    int8_t *const embedded = (int8_t *)(void *)(s->scratch + 448);
    product_int16(&embedded_weights, features, 6, embedded);
    TRACE("embedded", embedded, 144);

    /* layer0 */
    int8_t *const layer0_gathered = (int8_t *)(void *)(s->scratch + 0);
    graph_product_int8(&layer0_gathered_graph, embedded, 24, layer0_gathered);
    TRACE("layer0_gathered", layer0_gathered, 432);
    int8_t *const layer0_push = s->window0_ring[s->window0_at];
    product_int8(&layer0_push_weights, layer0_gathered, 6, layer0_push);
    TRACE("layer0_push", layer0_push, 144);
    int16_t *const layer0_norm_y = (int16_t *)(void *)(s->scratch + 0);
    const struct moments layer0_norm_sums = window(layer0_push, s->window0_sums[0], layer0_norm_bias, 144,
        layer0_norm_y);
    const struct norm layer0_norm_known = layer_norm(layer0_norm_sums, 144, 3.6864e-01, layer0_norm_gamma, 10,
        layer0_norm_beta, 15);
    uint8_t *const layer0 = (uint8_t *)(void *)(s->scratch + 640);
    activate_norm_int8(&layer0_norm_known, layer0_norm_y, embedded, 6.25e-02f, 144, 3.2e+01f, layer0);
    TRACE("layer0", layer0, 144);

    /* layer1 */
    int8_t *const layer1_gathered = (int8_t *)(void *)(s->scratch + 0);
    graph_product_uint8(&layer1_gathered_graph, layer0, 24, layer1_gathered);
    TRACE("layer1_gathered", layer1_gathered, 432);
    int8_t *const layer1_push = s->window1_ring[s->window1_at];
    product_int8(&layer1_push_weights, layer1_gathered, 6, layer1_push);
    TRACE("layer1_push", layer1_push, 144);
    int16_t *const layer1_norm_y = (int16_t *)(void *)(s->scratch + 0);
    const struct moments layer1_norm_sums = window(layer1_push, s->window1_sums[0], layer1_norm_bias, 144,
        layer1_norm_y);
    const struct norm layer1_norm_known = layer_norm(layer1_norm_sums, 144, 3.6864e-01, layer1_norm_gamma, 10,
        layer1_norm_beta, 15);
    uint8_t *const layer1 = (uint8_t *)(void *)(s->scratch + 448);
    activate_norm_uint8(&layer1_norm_known, layer1_norm_y, layer0, 3.125e-02f, 144, 1.6e+01f, layer1);
    TRACE("layer1", layer1, 144);

    /* layer2 */
    int8_t *const layer2_gathered = (int8_t *)(void *)(s->scratch + 0);
    graph_product_uint8(&layer2_gathered_graph, layer1, 24, layer2_gathered);
    TRACE("layer2_gathered", layer2_gathered, 432);
    int8_t *const layer2_push = s->window2_ring[s->window2_at];
    product_int8(&layer2_push_weights, layer2_gathered, 6, layer2_push);
    TRACE("layer2_push", layer2_push, 144);
    int16_t *const layer2_norm_y = (int16_t *)(void *)(s->scratch + 0);
    const struct moments layer2_norm_sums = window(layer2_push, s->window2_sums[0], layer2_norm_bias, 144,
        layer2_norm_y);
    const struct norm layer2_norm_known = layer_norm(layer2_norm_sums, 144, 3.6864e-01, layer2_norm_gamma, 11,
        layer2_norm_beta, 15);
    uint8_t *const layer2 = (uint8_t *)(void *)(s->scratch + 640);
    activate_norm_uint8(&layer2_norm_known, layer2_norm_y, layer1, 6.25e-02f, 144, 1.6e+01f, layer2);
    TRACE("layer2", layer2, 144);

    /* layer3 */
    int8_t *const layer3_gathered = (int8_t *)(void *)(s->scratch + 0);
    graph_product_uint8(&layer3_gathered_graph, layer2, 24, layer3_gathered);
    TRACE("layer3_gathered", layer3_gathered, 432);
    int8_t *const layer3_push = s->window3_ring[s->window3_at];
    product_int8(&layer3_push_weights, layer3_gathered, 6, layer3_push);
    TRACE("layer3_push", layer3_push, 192);
    int16_t *const layer3_norm_y = (int16_t *)(void *)(s->scratch + 0);
    const struct moments layer3_norm_sums = window(layer3_push, s->window3_sums[s->window3_phase], layer3_norm_bias,
        192, layer3_norm_y);
    const struct norm layer3_norm_known = layer_norm(layer3_norm_sums, 192, 1.2288000000000002e-01, layer3_norm_gamma,
        10, layer3_norm_beta, 15);
    int8_t *const layer3_projected = (int8_t *)(void *)(s->scratch + 384);
    product_uint8(&layer3_projected_weights, layer2, 6, layer3_projected);
    TRACE("layer3_projected", layer3_projected, 192);
    const struct moments layer3_projected_norm_sums = moments_int8(layer3_projected, 192);
    const struct norm layer3_projected_norm_known = layer_norm(layer3_projected_norm_sums, 192, 4.9152000000000007e-01,
        layer3_projected_norm_gamma, 10, layer3_projected_norm_beta, 16);
    uint8_t *const layer3 = (uint8_t *)(void *)(s->scratch + 576);
    activate_norm_norm(&layer3_norm_known, layer3_norm_y, &layer3_projected_norm_known, layer3_projected, 192, 3.2e+01f,
        layer3);
    TRACE("layer3", layer3, 192);

    /* layer4 */
    int8_t *const layer4_gathered = (int8_t *)(void *)(s->scratch + 0);
    graph_product_uint8(&layer4_gathered_graph, layer3, 32, layer4_gathered);
    TRACE("layer4_gathered", layer4_gathered, 576);
    int8_t *const layer4_push = s->window4_ring[s->window4_at];
    product_int8(&layer4_push_weights, layer4_gathered, 6, layer4_push);
    TRACE("layer4_push", layer4_push, 192);
    int16_t *const layer4_norm_y = (int16_t *)(void *)(s->scratch + 0);
    const struct moments layer4_norm_sums = window(layer4_push, s->window4_sums[0], layer4_norm_bias, 192,
        layer4_norm_y);
    const struct norm layer4_norm_known = layer_norm(layer4_norm_sums, 192, 4.9152000000000007e-01, layer4_norm_gamma,
        10, layer4_norm_beta, 15);
    uint8_t *const layer4 = (uint8_t *)(void *)(s->scratch + 768);
    activate_norm_uint8(&layer4_norm_known, layer4_norm_y, layer3, 3.125e-02f, 192, 3.2e+01f, layer4);
    TRACE("layer4", layer4, 192);

    /* layer5 */
    int8_t *const layer5_gathered = (int8_t *)(void *)(s->scratch + 0);
    graph_product_uint8(&layer5_gathered_graph, layer4, 32, layer5_gathered);
    TRACE("layer5_gathered", layer5_gathered, 576);
    int8_t *const layer5_push = s->window5_ring[s->window5_at];
    product_int8(&layer5_push_weights, layer5_gathered, 6, layer5_push);
    TRACE("layer5_push", layer5_push, 192);
    int16_t *const layer5_norm_y = (int16_t *)(void *)(s->scratch + 0);
    const struct moments layer5_norm_sums = window(layer5_push, s->window5_sums[0], layer5_norm_bias, 192,
        layer5_norm_y);
    const struct norm layer5_norm_known = layer_norm(layer5_norm_sums, 192, 4.9152000000000007e-01, layer5_norm_gamma,
        10, layer5_norm_beta, 16);
    uint8_t *const layer5 = (uint8_t *)(void *)(s->scratch + 576);
    activate_norm_uint8(&layer5_norm_known, layer5_norm_y, layer4, 3.125e-02f, 192, 1.6e+01f, layer5);
    TRACE("layer5", layer5, 192);

    /* layer6 */
    int8_t *const layer6_gathered = (int8_t *)(void *)(s->scratch + 0);
    graph_product_uint8(&layer6_gathered_graph, layer5, 32, layer6_gathered);
    TRACE("layer6_gathered", layer6_gathered, 576);
    int8_t *const layer6_push = s->window6_ring[s->window6_at];
    product_int8(&layer6_push_weights, layer6_gathered, 6, layer6_push);
    TRACE("layer6_push", layer6_push, 192);
    int16_t *const layer6_norm_y = (int16_t *)(void *)(s->scratch + 0);
    const struct moments layer6_norm_sums = window(layer6_push, s->window6_sums[s->window6_phase], layer6_norm_bias,
        192, layer6_norm_y);
    const struct norm layer6_norm_known = layer_norm(layer6_norm_sums, 192, 3.0720000000000004e-02, layer6_norm_gamma,
        10, layer6_norm_beta, 16);
    uint8_t *const layer6 = (uint8_t *)(void *)(s->scratch + 768);
    activate_norm_uint8(&layer6_norm_known, layer6_norm_y, layer5, 6.25e-02f, 192, 1.6e+01f, layer6);
    TRACE("layer6", layer6, 192);

    /* layer7 */
    int8_t *const layer7_gathered = (int8_t *)(void *)(s->scratch + 0);
    graph_product_uint8(&layer7_gathered_graph, layer6, 32, layer7_gathered);
    TRACE("layer7_gathered", layer7_gathered, 576);
    int8_t *const layer7_push = s->window7_ring[s->window7_at];
    product_int8(&layer7_push_weights, layer7_gathered, 6, layer7_push);
    TRACE("layer7_push", layer7_push, 144);
    int16_t *const layer7_norm_y = (int16_t *)(void *)(s->scratch + 0);
    const struct moments layer7_norm_sums = window(layer7_push, s->window7_sums[s->window7_phase], layer7_norm_bias,
        144, layer7_norm_y);
    const struct norm layer7_norm_known = layer_norm(layer7_norm_sums, 144, 2.304e-02, layer7_norm_gamma, 11,
        layer7_norm_beta, 16);
    int8_t *const layer7_projected = (int8_t *)(void *)(s->scratch + 320);
    product_uint8(&layer7_projected_weights, layer6, 6, layer7_projected);
    TRACE("layer7_projected", layer7_projected, 144);
    const struct moments layer7_projected_norm_sums = moments_int8(layer7_projected, 144);
    const struct norm layer7_projected_norm_known = layer_norm(layer7_projected_norm_sums, 144, 9.216e-02,
        layer7_projected_norm_gamma, 10, layer7_projected_norm_beta, 16);
    uint8_t *const layer7 = (uint8_t *)(void *)(s->scratch + 512);
    activate_norm_norm(&layer7_norm_known, layer7_norm_y, &layer7_projected_norm_known, layer7_projected, 144, 1.6e+01f,
        layer7);
    TRACE("layer7", layer7, 144);

    /* layer8 */
    int8_t *const layer8_gathered = (int8_t *)(void *)(s->scratch + 0);
    graph_product_uint8(&layer8_gathered_graph, layer7, 24, layer8_gathered);
    TRACE("layer8_gathered", layer8_gathered, 432);
    int8_t *const layer8_push = s->window8_ring[s->window8_at];
    product_int8(&layer8_push_weights, layer8_gathered, 6, layer8_push);
    TRACE("layer8_push", layer8_push, 144);
    int16_t *const layer8_norm_y = (int16_t *)(void *)(s->scratch + 0);
    const struct moments layer8_norm_sums = window(layer8_push, s->window8_sums[s->window8_phase], layer8_norm_bias,
        144, layer8_norm_y);
    const struct norm layer8_norm_known = layer_norm(layer8_norm_sums, 144, 9.216e-02, layer8_norm_gamma, 11,
        layer8_norm_beta, 16);
    uint8_t *const layer8 = (uint8_t *)(void *)(s->scratch + 320);
    activate_norm_uint8(&layer8_norm_known, layer8_norm_y, layer7, 6.25e-02f, 144, 1.6e+01f, layer8);
    TRACE("layer8", layer8, 144);

    /* logits */
    head(&logits__weights, layer8, 6, logits);
    TRACE("logits", logits, 10);
}

void rtstgcn_advance(rtstgcn_state *s)
{
    advance_int8_int16(s->mean0_sums[0], s->mean0_ring[s->mean0_at], s->mean0_ring[following(s->mean0_at, 30)], 12);
    s->mean0_at = (uint16_t)following(s->mean0_at, 30);

    advance_int8_int16(s->mean1_sums[0], s->mean1_ring[s->mean1_at], s->mean1_ring[following(s->mean1_at, 120)], 12);
    s->mean1_at = (uint16_t)following(s->mean1_at, 120);

    advance_sum(INT8, s->mean2_ring[s->mean2_at], s->mean2_ring[following(s->mean2_at, 300)], 12, INT32,
        s->mean2_sums[0]);
    s->mean2_at = (uint16_t)following(s->mean2_at, 300);

    advance_sum(INT8, s->mean3_ring[s->mean3_at], s->mean3_ring[following(s->mean3_at, 1000)], 12, INT32,
        s->mean3_sums[0]);
    s->mean3_at = (uint16_t)following(s->mean3_at, 1000);

    advance_int8_int16(s->window0_sums[0], s->window0_ring[s->window0_at], s->window0_ring[following(s->window0_at, 9)],
        144);
    s->window0_at = (uint16_t)following(s->window0_at, 9);

    advance_int8_int16(s->window1_sums[0], s->window1_ring[s->window1_at], s->window1_ring[following(s->window1_at, 9)],
        144);
    s->window1_at = (uint16_t)following(s->window1_at, 9);

    advance_int8_int16(s->window2_sums[0], s->window2_ring[s->window2_at], s->window2_ring[following(s->window2_at, 9)],
        144);
    s->window2_at = (uint16_t)following(s->window2_at, 9);

    advance_int8_int16(s->window3_sums[s->window3_phase], s->window3_ring[s->window3_at],
        s->window3_ring[following(s->window3_at, 17)], 192);
    s->window3_at = (uint16_t)following(s->window3_at, 17);
    s->window3_phase = (uint16_t)following(s->window3_phase, 2);

    advance_int8_int16(s->window4_sums[0], s->window4_ring[s->window4_at], s->window4_ring[following(s->window4_at, 9)],
        192);
    s->window4_at = (uint16_t)following(s->window4_at, 9);

    advance_int8_int16(s->window5_sums[0], s->window5_ring[s->window5_at], s->window5_ring[following(s->window5_at, 9)],
        192);
    s->window5_at = (uint16_t)following(s->window5_at, 9);

    advance_int8_int16(s->window6_sums[s->window6_phase], s->window6_ring[s->window6_at],
        s->window6_ring[following(s->window6_at, 17)], 192);
    s->window6_at = (uint16_t)following(s->window6_at, 17);
    s->window6_phase = (uint16_t)following(s->window6_phase, 2);

    advance_int8_int16(s->window7_sums[s->window7_phase], s->window7_ring[s->window7_at],
        s->window7_ring[following(s->window7_at, 137)], 144);
    s->window7_at = (uint16_t)following(s->window7_at, 137);
    s->window7_phase = (uint16_t)following(s->window7_phase, 2);

    advance_int8_int16(s->window8_sums[s->window8_phase], s->window8_ring[s->window8_at],
        s->window8_ring[following(s->window8_at, 273)], 144);
    s->window8_at = (uint16_t)following(s->window8_at, 273);
    s->window8_phase = (uint16_t)following(s->window8_phase, 4);
}

void rtstgcn_step(rtstgcn_state *s, const float frame[RTSTGCN_CHANNELS * RTSTGCN_JOINTS],
                   float logits[RTSTGCN_CLASSES])
{
    rtstgcn_infer(s, frame, logits);
    rtstgcn_advance(s);
}

const char *rtstgcn_class_name(int label)
{
    return label >= 0 && label < RTSTGCN_CLASSES ? class_names[label] : NULL;
}

const char *rtstgcn_kernel(void)
{
    return KERNEL_NAME;
}
/* sha256 of all before: 44fd616224e97c118daa41750923d67f3aaa314924af32ccf035a30e9e3e2357 */
