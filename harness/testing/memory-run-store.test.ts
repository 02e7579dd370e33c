import { systemClock } from '../system/clock.ts';
import { MemoryRunStore } from './memory-run-store.ts';
import { testRunStore } from './run-store.contract.ts';

testRunStore('MemoryRunStore', async () => new MemoryRunStore(systemClock));
