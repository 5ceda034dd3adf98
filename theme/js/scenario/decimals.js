/**
 * Exact decimals: a whole number times a power of ten, rounded half up, as the model rounds (calc/figures.py).
 * @typedef {{digits: bigint, power: number}} Decimal
 */

const NUMBER = /^([0-9]{1,40})(?:\.([0-9]{1,40}))?(?:[eE]([+-]?[0-9]{1,2}))?$/;
const ZERO = { digits: 0n, power: 0 };

/** @param {string} text @returns {Decimal | undefined} undefined for what is no plain number */
export function read(text) {
  const [, whole, part = "", power = "0"] = NUMBER.exec(text) ?? [];
  return whole && { digits: BigInt(whole + part), power: Number(power) - part.length };
}

/** The shortest decimal that reads back to the same double. @param {number} number @returns {Decimal} */
export function shortest(number) {
  const [, whole, part = "", power] = /^(-?\d)(?:\.(\d+))?e(.+)$/.exec(number.toExponential());
  return { digits: BigInt(whole + part), power: Number(power) - part.length };
}

/** The digits that a decimal has at a power of ten which is not above its own. @param {Decimal} decimal */
function digitsAt({ digits, power }, lower) {
  return digits * 10n ** BigInt(power - lower);
}

/** Below zero if one is less than the other, zero if they are the same number. @param {Decimal} one @param {Decimal} other */
export function compare(one, other) {
  const power = Math.min(one.power, other.power);
  return Number(digitsAt(one, power) - digitsAt(other, power));
}

/** The power of ten of the first digit. @param {Decimal} decimal not zero */
export function magnitude({ digits, power }) {
  return String(digits).replace("-", "").length - 1 + power;
}

/** The decimal to a power of ten, ties away from zero. @param {Decimal} decimal @returns {Decimal} */
export function toPower(decimal, power) {
  if (decimal.power >= power) return { digits: digitsAt(decimal, power), power };
  const unit = 10n ** BigInt(power - decimal.power);
  const half = decimal.digits < 0n ? -unit / 2n : unit / 2n;
  return { digits: (decimal.digits + half) / unit, power };
}

/** The decimal with that many significant digits, without zeros at its end. @param {Decimal} decimal @returns {Decimal} */
export function toDigits(decimal, count) {
  if (decimal.digits === 0n) return ZERO;
  let { digits, power } = toPower(decimal, magnitude(decimal) - count + 1);
  while (digits % 10n === 0n) {
    digits /= 10n;
    power += 1;
  }
  return { digits, power };
}

/** How many binary digits a whole number has. @param {bigint} number */
function bits(number) {
  return number.toString(2).length;
}

/**
 * The double nearest to a decimal times a fraction, rounded once.
 * @param {Decimal} decimal not below zero
 * @param {number} numerator
 * @param {number} denominator
 */
export function toNumber({ digits, power }, numerator, denominator) {
  const above = digits * BigInt(numerator) * 10n ** BigInt(Math.max(power, 0));
  const below = BigInt(denominator) * 10n ** BigInt(Math.max(-power, 0));
  // At least 64 bits of the quotient, the last of them set if anything is left over: so Number() rounds it rightly.
  const shift = Math.max(0, 64 + bits(below) - bits(above));
  const dividend = above << BigInt(shift);
  const quotient = (dividend / below) | (dividend % below ? 1n : 0n);
  return Number(quotient) / Number(1n << BigInt(shift));
}

/** A double as Python writes it, which is how a page tells programs its exact value. @param {number} number */
export function exactText(number) {
  const [, digits, sign, power] = /^(.+)e([+-])(\d+)$/.exec(number.toExponential());
  const isShort = sign === "+" ? power < 16 : power < 5;
  if (!isShort) return `${digits}e${sign}${power.padStart(2, "0")}`;
  return Number.isInteger(number) ? `${number}.0` : String(number);
}
