import { describe, expect, it } from 'vitest';
import {
  camelName,
  cleanName,
  foldKey,
  foldName,
  kebabName,
  splitOrdinal,
  stripNumbering,
  stripOptionalMark,
} from './names.ts';

describe('stripNumbering', () => {
  it.each([
    '2.1 Goals',
    '2.1. Goals',
    '1) Goals',
    '1. Goals',
    '1.Goals',
    '(1) Goals',
    'IV. Goals',
    'A. Goals',
    '§ 2 Goals',
    '3 - Goals',
    '1️⃣ Goals',
  ])('takes the outline number off %s', (name) => {
    expect(stripNumbering(name)).toBe('Goals');
  });

  it.each(['一、目标', '第一章 目标', '（一）目标', '1、目标'])('takes the outline number off %s', (name) => {
    expect(stripNumbering(name)).toBe('目标');
  });

  it.each(['5 Whys', '2.1', '1:1 meetings', '2024-01-05 Meeting', 'e.g. this', '3.'])('keeps %s', (name) => {
    expect(stripNumbering(name)).toBe(name);
  });
});

describe('stripOptionalMark', () => {
  it.each([
    'Goals (Optional)',
    'Goals [optional]',
    'Goals *(optional)*',
    'Goals — optional',
    'Optional: Goals',
    '(optional) Goals',
  ])('reads %s as optional', (name) => {
    expect(stripOptionalMark(name)).toEqual({ name: 'Goals', optional: true, mandatory: false });
  });

  it.each(['目标（可选）', '目标 (任意)', '目标 [необязательно]', '目标 (opcional)'])(
    'reads %s as optional',
    (name) => {
      expect(stripOptionalMark(name)).toEqual({ name: '目标', optional: true, mandatory: false });
    },
  );

  it('reads a mandatory mark', () => {
    expect(stripOptionalMark('Goals (required)')).toEqual({ name: 'Goals', optional: false, mandatory: true });
  });

  it.each(['Optional', 'Goals (later)', '(optional)'])('keeps %s', (name) => {
    expect(stripOptionalMark(name)).toEqual({ name, optional: false, mandatory: false });
  });
});

describe('foldName', () => {
  it.each([
    'Risks and Mitigations',
    'risks & mitigations',
    '4.2 RISKS AND MITIGATIONS:',
    '**Risks** and *Mitigations*',
    '⚠️ Risks & Mitigations (optional)',
    'Risks/Mitigations',
    'Risks and Mitigations {#risks}',
  ])('makes %s the same name', (name) => {
    expect(foldName(name)).toBe('risks mitigations');
  });

  it('keeps what tells two names apart', () => {
    expect(new Set(['C', 'C++', 'C#'].map(foldName)).size).toBe(3);
    expect(foldName('Проблема')).toBe('проблема');
  });

  it('joins every spelling of a field name', () => {
    expect(
      new Set(['Last Updated', 'last_updated', 'last-updated', 'lastUpdated', 'Last updated:'].map(foldKey)),
    ).toEqual(new Set(['lastupdated']));
  });
});

describe('keys', () => {
  it.each([
    ['High-Level Design', 'high-level-design', 'highLevelDesign'],
    ['Risks & Mitigations', 'risks-and-mitigations', 'risksAndMitigations'],
    ['2.1 Goals:', 'goals', 'goals'],
    ['createdAt', 'created-at', 'createdAt'],
    ['Проблема и цель', 'проблема-и-цель', 'проблемаИЦель'],
    ['課題', '課題', '課題'],
    ['🎉', 'unnamed', 'unnamed'],
    ["Don't", 'dont', 'dont'],
  ])('names %s', (name, kebab, camel) => {
    expect(kebabName(name)).toBe(kebab);
    expect(camelName(name)).toBe(camel);
  });

  it('shows a name without its decoration', () => {
    expect(cleanName('**3.1 Goals (optional):** {#goals}')).toBe('Goals');
  });
});

describe('splitOrdinal', () => {
  it.each([
    ['Alternative 1: Queue', 'Alternative', 1, 'Queue'],
    ['Option B - Queue', 'Option', 2, 'Queue'],
    ['Story 2 (Optional)', 'Story', 2, '(Optional)'],
    ['Phase IV', 'Phase', 4, ''],
    ['Phase 1—Build', 'Phase', 1, 'Build'],
    ['方案1：队列', '方案', 1, '队列'],
    ['方案一：队列', '方案', 1, '队列'],
    ['阶段二十三', '阶段', 23, ''],
    ['阶段十二、上线', '阶段', 12, '上线'],
    ['Alternative #3', 'Alternative', 3, ''],
  ])('splits %s', (name, stem, ordinal, rest) => {
    expect(splitOrdinal(name)).toEqual({ stem, ordinal, rest });
  });

  it.each(['Plan A better', 'Vitamin C intake', 'Web 2.0', 'Section 3.1', 'HTTP/2', 'IPv6', '50% load', 'A'])(
    'leaves %s',
    (name) => {
      expect(splitOrdinal(name)).toBeNull();
    },
  );
});
