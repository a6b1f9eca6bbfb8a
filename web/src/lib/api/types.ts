import type { components } from './schema';

type Schemas = components['schemas'];

// The names the front end uses for what the server describes; the shapes are generated.
export type Problem = Schemas['Problem'];
export type Translations = Schemas['Translations'];
export type Participant = Schemas['Badge'];
export type Me = Schemas['Me'];
export type NewConference = Schemas['NewConference'];
export type Conference = Schemas['ConferenceView'];
export type Session = Schemas['SessionView'];
export type ProgrammeItem = Schemas['ProgrammeItem'];
export type DraftSummary = Schemas['DraftSummary'];
export type Draft = Schemas['DraftView'];
export type ActionPointState = Schemas['ActionPointStatus'];
export type ParagraphState = Schemas['ParagraphState'];
export type PointKind = Schemas['PointKind'];
export type Agreement = Schemas['AgreementView'];
export type PointAgreement = Schemas['PointAgreement'];
export type ParagraphAgreement = Schemas['ParagraphAgreement'];
export type Correction = Schemas['CorrectionView'];
export type Party = Schemas['PartyView'];
export type Person = Schemas['PersonView'];
export type GavelOutcome = Schemas['GavelOutcome'];
export type Act = Schemas['Act'];
export type SessionPage = Schemas['SessionPage'];
export type SessionAct = Schemas['SessionAct'];
export type Switch = Schemas['Switch'];
export type Registered = Schemas['PersonInRegister'];
export type PersonEdit = Schemas['PersonEdit'];
export type Office = Schemas['Office'];
export type Delegation = Schemas['DelegationView'];
export type DelegationEdit = Schemas['DelegationEdit'];
export type DelegationKind = Schemas['DelegationKind'];
export type SessionEdit = Schemas['SessionEdit'];
export type Meeting = Schemas['Meeting'];
export type Device = Schemas['Device'];
export type NewCode = Schemas['NewCode'];
export type ImportReport = Schemas['ImportReport'];
export type ListColumn = Schemas['Column'];
export type Role = Schemas['Role'];
export type RecordEntry = Schemas['EntryView'];
export type Deed = Schemas['Deed'];
export type DraftText = Schemas['TextView'];
export type Block = Schemas['Block'];

export type ClientHello = Schemas['ClientHello'];
export type Hello = Schemas['Hello'];
export type Refused = Schemas['Refused'];
export type RefusalCode = Schemas['RefusalCode'];
export type Notice = Schemas['Notice'];
export type Action = Schemas['Action'];
/** Why the text is read-only: what a notice says, or why one may not type. */
export type ReadOnlyReason = Schemas['ReadOnlyReason'] | Schemas['Refusal'];
export type ClientPresence = Schemas['ClientPresence'];
export type Presence = Schemas['Presence'];
export type Here = Schemas['Here'];
export type RemoteCaret = Schemas['OthersCaret'];
