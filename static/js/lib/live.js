// News of the house: which lots this page follows, their newest state, and what concerns the reader.
// Nothing depends on a message arriving: states carry their seq, and what was missed is asked for.
import { io } from "socket.io-client";

/** Keeps the newest state of each lot. A state that is not newer than the one known changes nothing. */
export class Newest {
  constructor() {
    this.states = new Map();
    this.listeners = [];
  }

  seqOf(id) {
    return this.states.get(id)?.seq ?? 0;
  }

  /** Take a state in; true when it was news. */
  take(state) {
    const before = this.states.get(state.auction_id) ?? null;
    if (before && (state.seq < before.seq || (state.seq === before.seq && state.phase === before.phase))) return false;
    this.states.set(state.auction_id, state);
    for (const listener of this.listeners) listener(state, before);
    return true;
  }

  onChange(listener) {
    this.listeners.push(listener);
  }
}

/** Connects, follows lots, and catches up after every break. `handlers`: state, presence, notice, connection. */
export class Live {
  constructor(auctionIds, handlers, connect = () => io({ transports: ["websocket", "polling"], reconnectionDelayMax: 5000 })) {
    this.ids = auctionIds;
    this.handlers = handlers;
    this.newest = new Newest();
    this.newest.onChange((state, before) => handlers.state?.(state, before));
    this.socket = connect();
    this.socket.on("connect", () => this.follow());
    this.socket.on("disconnect", () => handlers.connection?.("lost"));
    this.socket.io?.on("reconnect_attempt", () => handlers.connection?.("trying"));
    this.socket.on("auction", (state) => this.hear(state));
    this.socket.on("presence", (news) => handlers.presence?.(news));
    this.socket.on("notice", (notice) => handlers.notice?.(notice));
  }

  /** Join the rooms; the answer is the state at that moment, so nothing falls between joining and reading. */
  follow() {
    this.handlers.connection?.("live");
    if (this.ids.length === 0) return;
    this.socket.emit("watch", { auction_ids: this.ids }, (answer) => {
      for (const state of answer?.states ?? []) this.newest.take(state);
      if (answer?.watching !== null && answer?.watching !== undefined) {
        this.handlers.presence?.({ auction_id: this.ids[0], watching: answer.watching });
      }
    });
  }

  hear(state) {
    const known = this.newest.seqOf(state.auction_id);
    this.newest.take(state);
    if (known > 0 && state.seq > known + 1) this.handlers.gap?.(state.auction_id, known);
  }
}
