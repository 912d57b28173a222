import { describe, expect, it } from 'vitest';
import { transition } from '../../../src/alarms/lifecycle/transition.ts';
import { acknowledge, endSilence, silence } from '../../../src/analysis/alarms/acts.ts';
import type { AlarmState, Evaluation, Message } from '../../../src/domain/alarm.ts';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';
import { at } from '../../support.ts';
import { applied, EMPTY_STATE, evaluation, observation, settingsOf } from './maker.ts';

const START = at('2026-11-20T10:00:00Z');
const SLACK = { name: 'platform', type: 'slack', webhookUrl: 'https://hooks.example/x' };
const QUIET = { for: '0m', keepFiringFor: '0m' };

/** A play of the lifecycle: time goes by, rules look, people act; messages are taken at once. */
function play(config: object = { notifiers: [SLACK], alarms: { rules: { throttleShare: QUIET } } }) {
  const settings = settingsOf(config);
  let state: AlarmState = EMPTY_STATE;
  let now = START;
  const messages: Message[] = [];
  const dropped: number[] = [];
  const step = (evaluations: readonly Evaluation[]) => {
    const { change, decisions } = transition(state, evaluations, now, settings);
    state = applied(state, change);
    messages.push(...change.messages);
    dropped.push(...change.dropped);
    state = { ...state, queue: [] };
    return { change, reasons: decisions.map(({ reason }) => reason) };
  };
  return {
    messages,
    dropped,
    state: () => state,
    now: () => now,
    wait: (seconds: number) => {
      now = epochSeconds(now + seconds);
    },
    firing: (part: Parameters<typeof observation>[1] = {}) => step([evaluation([observation(now, part)])]),
    clear: () => step([evaluation([])]),
    blind: (labels = {}) => step([evaluation([], { blind: [labels] })]),
    step,
    act: (change: (state: AlarmState, now: EpochSeconds) => ReturnType<typeof acknowledge>) => {
      state = applied(state, change(state, now));
    },
    news: () => messages.map(({ reason, items }) => [reason, ...items.map(({ news }) => news)]),
    phases: () => state.alarms.map(({ phase }) => phase),
  };
}

describe('an alarm', () => {
  it('began when it was first seen, however the window of its rule moves on', () => {
    const it = play();
    const first = it.now() - 300;
    it.firing();
    it.wait(1800);
    it.firing();
    expect(it.state().alarms[0]?.observation).toMatchObject({ since: first, until: it.now() });
    // Data that came late may show an earlier beginning.
    it.firing({ since: epochSeconds(first - 60) });
    expect(it.state().alarms[0]?.observation.since).toBe(first - 60);
  });

  it('is told once while it fires and once when it is over', () => {
    const it = play();
    it.firing();
    for (let i = 0; i < 10; i++) {
      it.wait(60);
      it.firing();
    }
    it.wait(60);
    it.clear();
    it.wait(600);
    it.clear();
    expect(it.news()).toEqual([
      ['first', 'firing'],
      ['all-resolved', 'resolved'],
    ]);
  });

  it('waits for `for`, and is forgotten when it clears before', () => {
    const it = play({
      notifiers: [SLACK],
      alarms: { rules: { throttleShare: { for: '5m', keepFiringFor: '0m' } } },
    });
    it.firing();
    it.wait(240);
    it.firing();
    expect(it.phases()).toEqual(['pending']);
    it.wait(60);
    it.clear();
    expect([it.phases(), it.dropped, it.messages]).toEqual([[], [1], []]);
    it.firing();
    it.wait(300);
    it.firing();
    expect(it.phases()).toEqual(['firing']);
    // The number of what was dropped is not given again.
    expect(it.state().alarms[0]?.id).toBe(2);
  });

  it('begins its wait anew after a gap in which nobody looked', () => {
    const it = play({ notifiers: [SLACK], alarms: { rules: { throttleShare: { for: '5m' } } } });
    it.firing();
    it.wait(3 * 3600);
    it.firing();
    expect(it.phases()).toEqual(['pending']);
    it.wait(300);
    it.firing();
    expect(it.phases()).toEqual(['firing']);
  });

  it('goes on between its thresholds and for a while after it is clear', () => {
    const it = play({
      notifiers: [SLACK],
      alarms: { rules: { throttleShare: { for: '0m', keepFiringFor: '10m' } } },
    });
    it.firing({ verdict: 'hold' });
    expect(it.phases()).toEqual([]);
    it.firing();
    it.wait(60);
    it.clear();
    it.wait(300);
    it.firing({ verdict: 'hold' });
    it.wait(300);
    it.clear();
    it.wait(599);
    it.clear();
    expect(it.phases()).toEqual(['firing']);
    it.wait(1);
    it.clear();
    expect(it.phases()).toEqual(['resolved']);
  });

  it('does not end because nobody could look: absent is not clear', () => {
    const it = play();
    it.firing();
    it.wait(3600);
    it.blind({ account: '111122223333' });
    it.blind();
    it.step([evaluation([], { error: 'database is locked', blind: [{}] })]);
    it.step([]);
    expect(it.phases()).toEqual(['firing']);
    it.blind({ account: '999999999999' });
    expect(it.phases()).toEqual(['resolved']);
  });

  it('is repeated after `repeat`, unless somebody acknowledged it', () => {
    const it = play();
    it.firing();
    it.wait(4 * 3600 - 1);
    expect(it.firing().reasons).toEqual(['nothing-new']);
    it.wait(1);
    expect(it.firing().reasons).toEqual(['repeat']);
    it.act((state, now) => acknowledge(state, 1, { by: 'ana', note: 'on it', now }));
    it.wait(9 * 3600);
    expect(it.firing().reasons).toEqual(['nothing-new']);
    it.wait(60);
    it.clear();
    expect(it.news().at(-1)).toEqual(['all-resolved', 'resolved']);
  });

  it('is told again when it gets worse than what was acknowledged, and not when it swings', () => {
    const it = play();
    it.firing();
    it.act((state, now) => acknowledge(state, 1, { by: 'ana', note: '', now }));
    for (const severity of ['critical', 'warning', 'critical', 'warning', 'critical'] as const) {
      it.wait(600);
      it.firing({ severity });
    }
    expect(it.news()).toEqual([
      ['first', 'firing'],
      ['escalated', 'escalated'],
    ]);
  });

  it('is quiet under a silence, and told when the silence ends while it still fires', () => {
    const it = play();
    it.act((state, now) =>
      silence(
        state,
        { rule: 'throttleShare', labels: { modelId: 'us.*' }, seconds: 3600 },
        { by: 'a', note: '', now },
      ),
    );
    it.firing();
    it.wait(3599);
    expect(it.firing().reasons).toEqual(['nothing-new']);
    it.wait(1);
    expect(it.firing().reasons).toEqual(['first']);
  });

  it('that began and ended under a silence is never told; one that was told is ended under it', () => {
    const hush = (state: AlarmState, now: EpochSeconds) =>
      silence(state, { rule: 'throttleShare', labels: {}, seconds: 3600 }, { by: 'a', note: '', now });
    const never = play();
    never.act(hush);
    never.firing();
    never.wait(600);
    never.clear();
    never.act((state, now) => endSilence(state, 1, { by: 'a', note: '', now }));
    never.wait(7200);
    never.clear();
    expect(never.messages).toEqual([]);
    expect(never.state().alarms[0]?.told.platform?.status).toBe('muted');
    const told = play();
    told.firing();
    told.act(hush);
    told.wait(600);
    told.clear();
    expect(told.news().at(-1)).toEqual(['all-resolved', 'resolved']);
  });

  it('found in data that came late is kept and not told', () => {
    const it = play();
    const long = { since: at('2026-11-02T10:00:00Z'), until: at('2026-11-02T12:00:00Z') };
    it.firing(long);
    it.wait(60);
    it.firing(long);
    it.firing({ ...long, until: at('2026-11-02T13:00:00Z') });
    expect(it.messages).toEqual([]);
    expect(it.state().alarms).toMatchObject([{ phase: 'resolved', pages: false, resolvedAt: long.until }]);
    it.firing({ since: at('2026-11-05T10:00:00Z'), until: at('2026-11-05T11:00:00Z'), verdict: 'past' });
    expect(it.state().alarms).toHaveLength(2);
    it.firing();
    expect(it.news()).toEqual([['first', 'firing']]);
  });

  it('that was told is not recorded again as history once it is past', () => {
    const it = play();
    const since = it.now();
    it.firing({ since });
    it.wait(60);
    it.firing({ since, verdict: 'past', until: epochSeconds(since + 30) });
    it.wait(86_400);
    it.firing({ since, verdict: 'past', until: epochSeconds(since + 30) });
    expect(it.phases()).toEqual(['resolved']);
  });
});

describe('messages', () => {
  const models = (n: number) => Array.from({ length: n }, (_, i) => ({ modelId: `m${i}` }));

  it('hold all alarms of one evaluation, worst first', () => {
    const it = play();
    it.step([
      evaluation(
        models(3).map((labels, i) =>
          observation(START, { labels, severity: i === 1 ? 'critical' : 'warning' }),
        ),
      ),
    ]);
    expect(it.messages).toHaveLength(1);
    expect(it.messages[0]?.items.map(({ alarm }) => alarm.labels.modelId)).toEqual(['m1', 'm0', 'm2']);
  });

  it('come at most every `groupInterval`, but at once where something critical is new', () => {
    const it = play();
    it.firing({ labels: { modelId: 'a' } });
    it.wait(60);
    const both = (severity: 'warning' | 'critical', now: EpochSeconds) => [
      evaluation([
        observation(now, { labels: { modelId: 'a' } }),
        observation(now, { labels: { modelId: 'b' } }),
        ...(severity === 'critical' ? [observation(now, { labels: { modelId: 'c' }, severity })] : []),
      ]),
    ];
    expect(it.step(both('warning', it.now())).reasons).toEqual(['group-interval']);
    it.wait(60);
    expect(it.step(both('critical', it.now())).reasons).toEqual(['new-alarms']);
    expect(it.messages.at(-1)?.items).toHaveLength(2);
  });

  it('tell of an alarm that came and went while others were waited for', () => {
    const it = play();
    it.firing({ labels: { modelId: 'a' } });
    it.wait(60);
    const a = () => observation(it.now(), { labels: { modelId: 'a' } });
    it.step([evaluation([a(), observation(it.now(), { labels: { modelId: 'b' } })])]);
    it.wait(60);
    it.step([evaluation([a()])]);
    it.wait(300);
    it.step([evaluation([a()])]);
    expect(it.news()).toEqual([
      ['first', 'firing'],
      ['new-alarms', 'brief'],
    ]);
  });

  it('go to those who hear of the severity and the rule', () => {
    const it = play({
      notifiers: [
        { ...SLACK, name: 'night', minSeverity: 'critical' },
        { ...SLACK, name: 'money', rules: ['budget'] },
        { ...SLACK, name: 'all', minSeverity: 'info' },
      ],
      alarms: { rules: { throttleShare: QUIET } },
    });
    it.firing();
    expect(it.messages.map(({ notifier }) => notifier)).toEqual(['all']);
    it.wait(60);
    it.firing({ severity: 'critical' });
    expect(it.messages.slice(1).map(({ notifier, reason }) => [notifier, reason])).toEqual([
      ['night', 'first'],
      ['all', 'escalated'],
    ]);
    it.wait(600);
    it.clear();
    expect(it.messages.slice(3).map(({ notifier }) => notifier)).toEqual(['night', 'all']);
  });

  it('are not made for notifiers that came later than the end of an alarm', () => {
    const it = play();
    it.firing();
    it.wait(600);
    it.clear();
    const more = settingsOf({ notifiers: [SLACK, { ...SLACK, name: 'new' }] });
    expect(transition(it.state(), [evaluation([])], it.now(), more).change.messages).toEqual([]);
  });

  it('are given up when their notifier is no longer configured', () => {
    const it = play();
    const { change } = it.firing();
    const waiting = { ...it.state(), queue: change.messages };
    const none = transition(waiting, [], it.now(), settingsOf({}));
    expect(none.change.messages).toMatchObject([
      { id: 1, state: 'dead', error: expect.stringMatching(/no longer/) },
    ]);
  });

  it('that were given up with their notifier are made anew when it comes back: firing, or over', () => {
    const it = play();
    const { change } = it.firing();
    const waiting = { ...it.state(), queue: change.messages };
    const removed = applied(waiting, transition(waiting, [], it.now(), settingsOf({})).change);
    const settings = settingsOf({ notifiers: [SLACK], alarms: { rules: { throttleShare: QUIET } } });
    const newsAfter = (seconds: number, seen: readonly Evaluation[]) =>
      transition(removed, seen, epochSeconds(it.now() + seconds), settings).change.messages.flatMap(
        ({ items }) => items.map(({ news }) => news),
      );
    expect(newsAfter(4 * 3600, [evaluation([observation(epochSeconds(it.now() + 4 * 3600))])])).toEqual([
      'firing',
    ]);
    // What ended meanwhile is told in one: whether its beginning arrived nobody knows.
    expect(newsAfter(600, [evaluation([])])).toEqual(['brief']);
  });
});

describe('a clock that is set back', () => {
  it('neither repeats nor stops repeating', () => {
    const it = play();
    it.firing();
    it.wait(-30 * 86_400);
    expect(it.firing().reasons).toEqual(['nothing-new']);
    it.wait(600);
    it.firing();
    it.wait(4 * 3600 - 600);
    expect(it.firing().reasons).toEqual(['repeat']);
    it.wait(60);
    it.clear();
    expect(it.phases()).toEqual(['resolved']);
  });
});
