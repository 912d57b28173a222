/**
 * What the lifecycle needs to know of the configuration.
 * @module
 */

import type { AlarmsConfig, RuleName } from '../../config/alarms.ts';
import type { Config } from '../../config/schema.ts';
import type { Alarm } from '../../domain/alarm.ts';
import { compareSeverity, type Severity } from '../../domain/alarm.ts';

/** How long a rule's alarms must be seen before they fire, and clear before they are over; seconds. */
export interface Patience {
  readonly wait: number;
  readonly keep: number;
}

/** Who hears of what. */
export interface Route {
  readonly notifier: string;
  readonly minSeverity: Severity;
  /** Null: all rules. */
  readonly rules: readonly string[] | null;
}

/** Times in seconds. */
export interface LifecycleSettings {
  readonly repeat: number;
  readonly groupWait: number;
  readonly groupInterval: number;
  readonly freshness: number;
  /** Longer than this without a look at a pending alarm: it begins anew. */
  readonly gap: number;
  readonly patience: (rule: string) => Patience;
  readonly routes: readonly Route[];
}

/** More than two looks of the rules that are asked most rarely. */
export const GAP_SECONDS = 2400;
const NO_PATIENCE: Patience = { wait: 0, keep: 0 };

export function lifecycleSettings(config: Pick<Config, 'alarms' | 'notifiers'>): LifecycleSettings {
  const { repeat, groupWait, groupInterval, freshness, rules } = config.alarms;
  return {
    ...{ repeat, groupWait, groupInterval, freshness, gap: GAP_SECONDS },
    patience: (rule) => patienceOf(rules, rule),
    routes: config.notifiers.map(({ name, minSeverity, rules: only }) => ({
      ...{ notifier: name, minSeverity, rules: only ?? null },
    })),
  };
}

function patienceOf(rules: AlarmsConfig['rules'], name: string): Patience {
  const settings = Object.hasOwn(rules, name) ? rules[name as RuleName] : false;
  return settings === false ? NO_PATIENCE : { wait: settings.for, keep: settings.keepFiringFor };
}

/** Whether the notifier hears of the alarm as it is now. */
export function hears(route: Route, alarm: Pick<Alarm, 'rule' | 'severity'>): boolean {
  return (
    compareSeverity(alarm.severity, route.minSeverity) >= 0 &&
    (route.rules === null || route.rules.includes(alarm.rule))
  );
}
