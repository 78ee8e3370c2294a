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
