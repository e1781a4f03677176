// The house's clock as seen from here: its offset from ours, and how sure we are of it. No time of ours is ever trusted.

const ASKS = 5;

export class HouseClock {
  /** `ask()` resolves to the house's time in ms; `local()` is our own steady one. */
  constructor(ask, local = () => performance.timeOrigin + performance.now()) {
    this.ask = ask;
    this.local = local;
    this.offset = 0;
    this.doubt = Infinity;
  }

  /** Measure a few times and keep the answer that came back fastest: half its round trip is all we can be wrong by. */
  async measure() {
    for (let asked = 0; asked < ASKS; asked += 1) {
      const sent = this.local();
      const house = await this.ask();
      const back = this.local();
      this.learn(house + (back - sent) / 2 - back, (back - sent) / 2);
    }
    return this;
  }

  learn(offset, doubt) {
    if (doubt < this.doubt) Object.assign(this, { offset, doubt });
  }

  /** A time the house sent along with news: it is at least that late now. Good enough until it is measured. */
  hear(house) {
    if (this.doubt === Infinity) this.offset = house - this.local();
  }

  now() {
    return this.local() + this.offset;
  }
}

export async function askHouse() {
  const answer = await fetch("/api/v1/clock", { headers: { Accept: "application/json" }, cache: "no-store" });
  return Date.parse((await answer.json()).now);
}

export const clock = new HouseClock(askHouse);
