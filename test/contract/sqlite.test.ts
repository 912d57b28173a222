import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { describeStore } from './store-contract.ts';
import { describeDrill } from './store-contract-drill.ts';
import { describeRetention } from './store-contract-retention.ts';

const open = async () => openSqliteStore(':memory:');
describeStore('SQLite', open);
describeDrill('SQLite', open);
describeRetention('SQLite', open);
