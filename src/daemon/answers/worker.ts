/**
 * The answering thread: reads on a connection of its own, one question after the other, so that no page waits for the
 * analysis of another.
 * @module
 */
import { serialize } from 'node:v8';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { answerQuestion } from '../../answers/questions.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { LivePrices } from '../prices/live-prices.ts';
import { untilStopped } from '../threads/on-stop.ts';
import { type AnswersEvent, type AnswersRequest, type AnswersSetup, failureOf } from './messages.ts';

function run(port: MessagePort, { database, config }: AnswersSetup): void {
  const store = openSqliteStore(database);
  const prices = new LivePrices({ database, pricing: config.pricing });
  const answer = async ({ id, name, request, now }: AnswersRequest): Promise<void> => {
    let event: AnswersEvent;
    try {
      prices.look();
      const context = { store, book: prices.book, rater: prices.rater, config, now };
      // A copy of its own: what `serialize` returns is part of a larger buffer.
      const written = new Uint8Array(serialize(await answerQuestion(name, request, context)));
      event = { kind: 'answer', id, answer: written };
    } catch (error) {
      event = { kind: 'failure', id, failure: failureOf(error) };
    }
    port.postMessage(event, event.kind === 'answer' ? [event.answer.buffer] : []);
  };
  untilStopped<AnswersRequest>(port, () => store.close(), answer);
}

if (parentPort) run(parentPort, workerData as AnswersSetup);
