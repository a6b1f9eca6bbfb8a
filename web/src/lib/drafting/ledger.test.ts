import { beforeEach, expect, test } from 'vitest';
import { Ledger } from './ledger';

let ledger: Ledger;
beforeEach(() => {
  ledger = new Ledger();
});

test('nothing to save, nothing to ask', () => {
  expect(ledger.nextFence()).toBeNull();
  expect(ledger.unsaved).toBe(0);
  expect(ledger.waitingSince).toBeNull();
});

test('a change is unsaved until the fence after it is answered', () => {
  ledger.add(2, 100);
  expect(ledger.nextFence()).toBe(1);
  expect(ledger.nextFence()).toBeNull();
  expect(ledger.unsaved).toBe(2);
  ledger.confirm(1);
  expect(ledger.unsaved).toBe(0);
  expect(ledger.waitingSince).toBeNull();
});

test('an answer covers only what was made before its fence', () => {
  ledger.add(1, 100);
  ledger.nextFence();
  ledger.add(1, 200);
  ledger.confirm(1);
  expect(ledger.unsaved).toBe(1);
  expect(ledger.waitingSince).toBe(200);
});

test('one answer may cover several fences', () => {
  ledger.add(1, 100);
  ledger.nextFence();
  ledger.add(1, 200);
  const second = ledger.nextFence();
  ledger.confirm(second ?? 0);
  expect(ledger.unsaved).toBe(0);
});

test('after a break, the answer to an old fence proves nothing', () => {
  ledger.add(3, 100);
  const old = ledger.nextFence();
  ledger.restart();
  ledger.confirm(old ?? 0);
  expect(ledger.unsaved).toBe(3);
  expect(ledger.waitingSince).toBe(100);
  const fresh = ledger.nextFence();
  expect(fresh).toBeGreaterThan(old ?? 0);
  ledger.confirm(fresh ?? 0);
  expect(ledger.unsaved).toBe(0);
});

test('changes found in the copy on this device wait like others', () => {
  ledger.add(4, 0);
  ledger.restart();
  expect(ledger.unsaved).toBe(4);
  expect(ledger.nextFence()).toBe(1);
});
