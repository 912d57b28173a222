import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { describeAlarms } from './alarm-contract.ts';

describeAlarms('SQLite', async () => openSqliteStore(':memory:'));
