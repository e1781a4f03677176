// Amounts are whole minor units. They are written by Intl from decimal text, so that no float ever touches a price.

/** 1250, 2 -> "12.50"; 7, 0 -> "7"; 1500, 3 -> "1.500". ASCII, for boxes and for Intl. */
export function plain(minor, exponent) {
  const sign = minor < 0 ? "-" : "";
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
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
