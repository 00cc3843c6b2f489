/* The one rounding rule of every amount on the site; mirror of generator/quantities.py. */
(function (Atlas) {
  "use strict";

  /**
   * The integer nearest to numerator/denominator, halves away from zero.
   * @param {bigint} numerator
   * @param {bigint} denominator  not zero
   * @returns {bigint}
   */
  function divideHalfUp(numerator, denominator) {
    if (denominator < 0n) {
      numerator = -numerator;
      denominator = -denominator;
    }
    if (numerator < 0n) return -divideHalfUp(-numerator, denominator);
    return (2n * numerator + denominator) / (2n * denominator);
  }

  Atlas.quantities = Object.freeze({ divideHalfUp });
})((globalThis.Atlas = globalThis.Atlas || {}));
