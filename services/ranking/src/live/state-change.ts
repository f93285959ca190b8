/** The place of a submitted paper: its day, week and month, those of the next day, and its submission. */
export type ListPeriods = [
  day: string,
  week: string,
  month: string,
  nextDay: string,
  nextWeek: string,
  nextMonth: string,
  submitted: string,
  submittedMs: number,
  person: 0 | 1,
  by: string,
];

/** One change for the apply script, as it reads it; the short forms are tombstones. */
export type StateChange =
  | ['vote', paper: string, person: string, seq: number, flag: string, times: string]
  | ['vote', paper: string, person: string]
  | ['comment', id: string, paper: string, seq: number, shown: 0 | 1, posted: number]
  | ['comment', id: string]
  | ['person', id: string, seq: number, handle: string, name: string]
  | ['person', id: string]
  | [
      'paper',
      id: string,
      seq: number,
      card: string,
      arrival: number,
      arrived: string,
      categories: string,
      withdrawn: boolean,
      place: ListPeriods | false,
    ]
  | ['paper', id: string]
  | ['early', day: string, cutoff: number, nextDay: string, nextWeek: string, nextMonth: string]
  | ['late', day: string]
  | ['settle', list: string]
  | ['bump', list: string];
