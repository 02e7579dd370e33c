import { MemoryProvider } from './memory-provider.ts';
import { describeProvider } from './provider.contract.ts';

const provider = new MemoryProvider(['image']);

describeProvider('MemoryProvider', { provider: () => provider, image: 'image', runsCommands: false });
