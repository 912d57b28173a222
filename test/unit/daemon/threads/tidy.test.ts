import { describe, expect, it } from 'vitest';
import { Tidy } from '../../../../src/daemon/threads/tidy.ts';

const MB = 1_000_000;

/** A thread whose heap is as the test says; a collection leaves a part of it. */
function thread(peopleWait: boolean) {
  const state = { bytes: 30 * MB, after: 30 * MB, busy: 0, collections: 0 };
  const tidy = new Tidy({
    peopleWait,
    bytes: () => state.bytes,
    busy: () => state.busy,
    collect: () => {
      state.collections += 1;
      state.bytes = state.after;
    },
  });
  const look = (bytes: number, busy = 0) => {
    Object.assign(state, { bytes, busy });
    tidy.look();
    return state.collections;
  };
  return { look, state };
}

describe('tidying a thread', () => {
  it('collects once after its start, and then when it holds 12 MB more than was left', () => {
    const { look } = thread(false);
    expect(look(60 * MB)).toBe(1);
    expect(look(41.9 * MB)).toBe(1);
    expect(look(42 * MB)).toBe(2);
  });

  it('measures from what was left last time: what is needed for good is not collected again and again', () => {
    const { look, state } = thread(false);
    state.after = 100 * MB;
    expect(look(120 * MB)).toBe(1);
    expect([look(100 * MB), look(111 * MB), look(112 * MB)]).toEqual([1, 1, 2]);
  });

  it('waits for a quiet minute where people wait for the thread, and nowhere else', () => {
    const dashboard = thread(true);
    expect([
      dashboard.look(90 * MB, 0.5),
      dashboard.look(90 * MB, 0.021),
      dashboard.look(90 * MB, 0.02),
    ]).toEqual([0, 0, 1]);
    expect(thread(false).look(90 * MB, 1)).toBe(1);
  });

  it('does nothing where Node has no collector to call', () => {
    let asked = 0;
    new Tidy({
      peopleWait: false,
      collect: undefined,
      bytes: () => {
        asked += 1;
        return 500 * MB;
      },
    }).look();
    expect(asked).toBe(0);
  });
});
