import { describeImageBuilder } from './image-builder.contract.ts';
import { MemoryImageBuilder } from './memory-image-builder.ts';

const builder = new MemoryImageBuilder();

describeImageBuilder('MemoryImageBuilder', () => builder);
