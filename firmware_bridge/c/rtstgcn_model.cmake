# rtstgcn_model(TARGET NAME.c): a static library of one model that `rtstgcn-edge export --target c` wrote, NAME.h beside
# it. Whatever links to TARGET finds the header. The kernel follows from the processor's flags (-mcpu, -march) of the
# toolchain; target_compile_definitions(TARGET PRIVATE RTSTGCN_KERNEL=portable) names one.
function(rtstgcn_model target model)
  get_filename_component(source "${model}" ABSOLUTE)
  if(IS_DIRECTORY "${source}" OR NOT EXISTS "${source}")
    message(FATAL_ERROR "MODEL '${model}' is no file; give the NAME.c that rtstgcn-edge export --target c wrote")
  endif()
  if(NOT source MATCHES "[.]c$")
    message(FATAL_ERROR "MODEL '${model}' is no C; give the NAME.c that rtstgcn-edge export --target c wrote")
  endif()
  get_filename_component(folder "${source}" DIRECTORY)
  add_library(${target} STATIC "${source}")
  target_include_directories(${target} PUBLIC "${folder}")
  set_target_properties(${target} PROPERTIES C_STANDARD 99 C_STANDARD_REQUIRED ON)
  # The same bits everywhere: no fused multiply-add, nothing reordered. (On a Cortex-M -O3 is a little faster, and larger.)
  target_compile_options(${target} PRIVATE -O2 -ffp-contract=off -fno-fast-math)
  target_link_libraries(${target} PUBLIC m)
endfunction()
