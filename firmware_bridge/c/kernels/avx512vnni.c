/* ---- Kernel "avx512vnni": x86-64 with AVX-512 and its dot product of unsigned by signed bytes ------------------------ */

#if RTSTGCN_KERNEL_ID == RTSTGCN_ID_avx512vnni
#include <immintrin.h>

/* The first n of 16 or 32 elements. */
#define FIRST_16(n) ((__mmask16)((n) >= 16 ? 0xffff : (1 << (n)) - 1))
#define FIRST_32(n) ((__mmask32)((n) >= 32 ? 0xffffffff : (1u << (n)) - 1))

/* 2^-shift of 16 columns. */
INLINE __m512 scales_of(const int8_t *shift)
{
    const __m512i wide = _mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)shift));
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_sub_epi32(_mm512_set1_epi32(127), wide), 23));
}

/* q(float(sums) * scales, -128, 127) of 16 columns. */
INLINE __m128i rescaled_16(__m512i sums, __m512 scales)
{
    const __m512 values = _mm512_mul_ps(_mm512_cvtepi32_ps(sums), scales);
    return _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(_mm512_min_ps(values, _mm512_set1_ps(127.0f))));
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

#define START(r, t) __m512i sum_##r##t = start_of(p, tile + t, flip);
#define ROW_STARTS(r, tiles) TILES_##tiles(START, r)
#define LOAD(r, t) const __m512i weights_##t = _mm512_loadu_si512(w + (size_t)t * groups * 64);
#define MULTIPLY(r, t) __asm__("vpdpbusd %2, %1, %0" : "+v"(sum_##r##t) : "v"(inputs_##r), "v"(weights_##t));
#define ROW_MULTIPLIES(r, tiles)                                        \
    const __m512i inputs_##r = four_inputs(x + r * p->inputs, flip);    \
    TILES_##tiles(MULTIPLY, r)
#define FINISH(r, t) put_tile(p, tile + t, sum_##r##t, out + r * p->columns);
#define ROW_FINISHES(r, tiles) TILES_##tiles(FINISH, r)

#define DEFINE_BLOCK(rows, tiles)                                                                               \
    INLINE void block_##rows##_##tiles(const struct product *p, const uint8_t *x, int flip, int tile, int8_t *out) \
    {                                                                                                           \
        const size_t groups = (size_t)(p->inputs + 3) / 4;                                                      \
        const int8_t *w = p->weight + (size_t)tile * groups * 64, *const end = w + groups * 64;                 \
        ROWS_##rows(ROW_STARTS, tiles)                                                                          \
        for (; w < end; w += 64, x += 4) {                                                                      \
            TILES_##tiles(LOAD, 0)                                                                              \
            ROWS_##rows(ROW_MULTIPLIES, tiles)                                                                  \
        }                                                                                                       \
        ROWS_##rows(ROW_FINISHES, tiles)                                                                        \
    }

INLINE __m512i start_of(const struct product *p, int tile, int flip)
{
    const __m512i bias = _mm512_loadu_si512(p->bias + 16 * tile);
    return flip ? _mm512_sub_epi32(bias, _mm512_loadu_si512(p->correction + 16 * tile)) : bias;
}

INLINE __m512i four_inputs(const uint8_t *x, int flip)
{
    int32_t four;
    memcpy(&four, x, 4);
    const __m512i inputs = _mm512_set1_epi32(four);
    return flip ? _mm512_xor_si512(inputs, _mm512_set1_epi8(-128)) : inputs;
}

INLINE void put_tile(const struct product *p, int tile, __m512i sums, int8_t *out)
{
    const __m128i made = rescaled_16(sums, scales_of(p->shift + 16 * tile));
    _mm_mask_storeu_epi8(out + 16 * tile, FIRST_16(p->columns - 16 * tile), made);
}

#define DEFINE_BLOCKS(tiles) \
    DEFINE_BLOCK(1, tiles) DEFINE_BLOCK(2, tiles) DEFINE_BLOCK(3, tiles) DEFINE_BLOCK(4, tiles) DEFINE_BLOCK(5, tiles)
DEFINE_BLOCKS(1)
DEFINE_BLOCKS(2)
DEFINE_BLOCKS(4)

/* All rows by some tiles, in blocks of 5 rows or, to share what is left evenly, fewer. */
#define DEFINE_ROWS(tiles)                                                                                      \
    INLINE void all_rows_##tiles(const struct product *p, const uint8_t *x, int flip, int rows, int tile, int8_t *out) \
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

INLINE void product_8(const struct product *p, const uint8_t *x, int flip, int rows, int8_t *out)
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

#define HAVE_GRAPH_PRODUCT_8

/* 32 elements as 16-bit integers. */
INLINE __m512i wide_32(const uint8_t *x, int is_signed)
{
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)x);
    return is_signed ? _mm512_cvtepi8_epi16(bytes) : _mm512_cvtepu8_epi16(bytes);
}

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
            __m512 rest = _mm512_cvtepi32_ps(kind == UINT8_REST ? _mm512_cvtepu8_epi32(bytes) : _mm512_cvtepi8_epi32(bytes));
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
        const int8_t *w = p->weight + tile * groups * 64;
        __m512i low = _mm512_setzero_si512(), high = low; /* two sums of each of 8 classes */
        int16_t sums[32];
        for (int g = 0; g < groups; g++, w += 64) {
            int64_t four;
            if (g % 8 == 0) {
                column_sums(x + 4 * g, rows, p->inputs, sums);
            }
            memcpy(&four, sums + 4 * (g % 8), 8);
            low = _mm512_dpwssd_epi32(low, _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(const void *)w)),
                                      _mm512_set1_epi64(four));
            high = _mm512_dpwssd_epi32(
                high, _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(const void *)(w + 32))),
                _mm512_set1_epi64(four));
        }
        int32_t pairs[32];
        _mm512_storeu_si512(pairs, low);
        _mm512_storeu_si512(pairs + 16, high);
        for (int j = 0, k = 16 * tile; j < 16 && k < p->columns; j++, k++) {
            logits[k] = (float)(pairs[2 * j] + pairs[2 * j + 1] + p->bias[k]) * power_of_two(-p->shift[k]);
        }
    }
}
#endif
