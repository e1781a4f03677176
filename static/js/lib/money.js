// Amounts are whole minor units. They are written by Intl from decimal text, so that no float ever touches a price.

/** 1250, 2 -> "12.50"; 7, 0 -> "7"; 1500, 3 -> "1.500". ASCII, for boxes and for Intl. */
export function plain(minor, exponent) {
  const sign = minor < 0 ? "-" : "";
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** What is typed as plain decimal text, in any of the reader's digits, in minor units; null where the house must be asked. */
export function read(text, exponent) {
  const ascii = text.trim().replace(/[٠-٩]/g, (digit) => digit.charCodeAt(0) - 0x660).replace("٫", ".");
  const parts = /^(\d{1,12})(?:\.(\d+))?$/.exec(ascii);
  if (!parts || (parts[2]?.length ?? 0) > exponent) return null;
  return Number(parts[1] + (parts[2] ?? "").padEnd(exponent, "0")) || null;
}

const formats = new Map();

/** The amount as the reader writes it. */
export function money(minor, currency, exponent, locale, numbers, amounts = "sign") {
  const key = `${locale}/${numbers}/${currency}/${amounts}`;
  if (!formats.has(key)) {
    formats.set(key, new Intl.NumberFormat(`${locale}-u-nu-${numbers}`, { style: "currency", currency, currencyDisplay: amounts === "code" ? "code" : "symbol", minimumFractionDigits: exponent, maximumFractionDigits: exponent }));
  }
  const text = formats.get(key).format(plain(minor, exponent));
  // In a line that runs to the left a sign such as US$ would be turned round; an isolate keeps it as it is.
  return locale === "ar" ? text.replace(/[A-Z]{1,3}[$¥£]/, "\u2066$&\u2069") : text;
}
