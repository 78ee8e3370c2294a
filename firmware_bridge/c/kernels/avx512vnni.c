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
