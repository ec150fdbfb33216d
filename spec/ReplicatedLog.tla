---------------------------- MODULE ReplicatedLog ---------------------------
(***************************************************************************)
(* What clients of a replicated log may rely on, with no ballots, messages *)
(* or leaders in sight.                                                    *)
(*                                                                         *)
(*  - Each slot gets one value, once: a sequence of commands that clients  *)
(*    requested, or the empty one, the no-op.  Slots may be decided in any *)
(*    order.                                                               *)
(*  - Each replica's log is a prefix of what is decided.  It grows at its  *)
(*    end only, except that a restart takes it back to the prefix that the *)
(*    replica had kept on disk, never further.  So of any two logs one is  *)
(*    a prefix of the other.                                               *)
(*  - A command of a session takes effect at most once in any log.         *)
(*  - A command is replied to only after it took effect; a session is      *)
(*    called expired only after it expired, for ever.                      *)
(*                                                                         *)
(* Each slot by itself is Consensus.  MultiPaxos refines this module.      *)
(*                                                                         *)
(* Simplification: the answer "send them in order" promises nothing, and   *)
(* is no step here.                                                        *)
(*                                                                         *)
(* How to try to break this: the operators under "Guards and new values"   *)
(* are overridden by models/ReplicatedLog_*_mutant_*.cfg, one each.        *)
(***************************************************************************)
EXTENDS Sessions, FiniteSets

CONSTANTS
  Replica,        \* who has a log
  Slot,           \* the places of the log: 1, 2, ...
  Session,        \* the numbers that a session may get: 1, 2, ...
  Command,        \* what clients may request; see Sessions
  Value           \* what a slot may hold beside the no-op: commands in a row

VARIABLES
  requested,      \* the commands that clients have requested
  decided,        \* decided[s]: the value of slot s; its domain grows
  log,            \* log[r]: the values that r has applied, in order
  kept,           \* kept[r]: the prefix of log[r] that survives a crash
  replied,        \* the replies given: <<session, command>>
  expired         \* the sessions that a client was told have expired

vars == <<requested, decided, log, kept, replied, expired>>

NoOp == <<>>

-----------------------------------------------------------------------------
(* Guards and new values.                                                  *)

Free(s)     == s \notin DOMAIN decided
Asked(v)    == \A i \in DOMAIN v : v[i] \in requested
Following(r) == Len(log[r]) + 1           \* the slot that r applies next
Decided(k)  == 1..k \subseteq DOMAIN decided
Longer(r, k) == k > Len(log[r])
AfterCrash(r) == kept[r]
DoneBy(r, k, c) ==
  LET t == TableAfter(log[r])
  IN  IF IsOpen(t, k) THEN t.done[k] = c ELSE FALSE
ExpiredAt(r, k) == Expired(TableAfter(log[r]), k)

(* The first k values. *)
Prefix(k) == [i \in 1..k |-> decided[i]]

-----------------------------------------------------------------------------
Init ==
  /\ requested = {}
  /\ decided   = <<>>
  /\ log       = [r \in Replica |-> <<>>]
  /\ kept      = [r \in Replica |-> <<>>]
  /\ replied   = {}
  /\ expired   = {}

(***************************************************************************)
(* A client wants c.                                                       *)
(***************************************************************************)
Request(c) ==
  /\ requested' = requested \cup {c}
  /\ UNCHANGED <<decided, log, kept, replied, expired>>

(***************************************************************************)
(* Slot s gets its value, for good.                                        *)
(***************************************************************************)
Decide(s, v) ==
  /\ Free(s)
  /\ Asked(v)
  /\ decided' = (s :> v) @@ decided
  /\ UNCHANGED <<requested, log, kept, replied, expired>>

(***************************************************************************)
(* r applies the next slot.                                                *)
(***************************************************************************)
Apply(r) ==
  /\ Following(r) \in DOMAIN decided
  /\ log' = [log EXCEPT ![r] = Append(@, decided[Following(r)])]
  /\ UNCHANGED <<requested, decided, kept, replied, expired>>

(***************************************************************************)
(* r writes its log down.                                                  *)
(***************************************************************************)
Keep(r) ==
  /\ kept' = [kept EXCEPT ![r] = log[r]]
  /\ UNCHANGED <<requested, decided, log, replied, expired>>

(***************************************************************************)
(* r takes over a longer prefix at once, and writes it down.               *)
(***************************************************************************)
Install(r, k) ==
  /\ Decided(k)
  /\ Longer(r, k)
  /\ log'  = [log EXCEPT ![r] = Prefix(k)]
  /\ kept' = [kept EXCEPT ![r] = Prefix(k)]
  /\ UNCHANGED <<requested, decided, replied, expired>>

(***************************************************************************)
(* r crashes and comes back with what it had written down.                 *)
(***************************************************************************)
Restart(r) ==
  /\ log' = [log EXCEPT ![r] = AfterCrash(r)]
  /\ UNCHANGED <<requested, decided, kept, replied, expired>>

(***************************************************************************)
(* r tells the client of session k that c took effect, as the last of its  *)
(* commands.                                                               *)
(***************************************************************************)
Reply(r, k, c) ==
  /\ DoneBy(r, k, c)
  /\ replied' = replied \cup {<<k, c>>}
  /\ UNCHANGED <<requested, decided, log, kept, expired>>

(***************************************************************************)
(* r tells a client that session k has expired.                            *)
(***************************************************************************)
TellExpired(r, k) ==
  /\ ExpiredAt(r, k)
  /\ expired' = expired \cup {k}
  /\ UNCHANGED <<requested, decided, log, kept, replied>>

Next ==
  \/ \E c \in Command : Request(c)
  \/ \E s \in Slot, v \in Value \cup {NoOp} : Decide(s, v)
  \/ \E r \in Replica : Apply(r)
  \/ \E r \in Replica : Keep(r)
  \/ \E r \in Replica, k \in Slot : Install(r, k)
  \/ \E r \in Replica : Restart(r)
  \/ \E r \in Replica, k \in Session, c \in Command : Reply(r, k, c)
  \/ \E r \in Replica, k \in Session : TellExpired(r, k)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What must hold.                                                         *)

IsPrefix(p, q) == Len(p) <= Len(q) /\ \A i \in 1..Len(p) : p[i] = q[i]

TypeOK ==
  /\ requested \subseteq Command
  /\ DOMAIN decided \subseteq Slot
  /\ \A s \in DOMAIN decided : decided[s] \in Value \cup {NoOp}
  /\ replied \subseteq Session \X Command
  /\ expired \subseteq Session

(* Of any two logs, one is a prefix of the other. *)
PrefixesAgree ==
  \A q, r \in Replica : IsPrefix(log[q], log[r]) \/ IsPrefix(log[r], log[q])

(* What survives a crash is a prefix of what was applied. *)
KeptIsPrefix == \A r \in Replica : IsPrefix(kept[r], log[r])

(* Nothing is decided that nobody asked for. *)
OnlyRequested ==
  \A s \in DOMAIN decided :
     \A i \in DOMAIN decided[s] : decided[s][i] \in requested

(* No command takes effect twice, whatever the slots hold. *)
AtMostOnce == \A r \in Replica : NoneTwice(log[r])

(* The longest prefix that is decided without a gap. *)
Agreed ==
  Prefix(CHOOSE k \in 0..Cardinality(DOMAIN decided) :
           Decided(k) /\ k + 1 \notin DOMAIN decided)

RepliedDone == \A x \in replied : TookEffect(Agreed, x[1], x[2])

ExpiredForGood == \A k \in expired : Expired(TableAfter(Agreed), k)

(* A log grows at its end, or is taken back to what was kept of it. *)
GrowsAtEnd ==
  [][\A r \in Replica : IsPrefix(log[r], log'[r]) \/ log'[r] = kept[r]]_vars

(* What is kept only grows. *)
KeptGrows == [][\A r \in Replica : IsPrefix(kept[r], kept'[r])]_vars

(* What is decided stays. *)
DecidedForGood ==
  [][\A s \in DOMAIN decided :
       IF s \in DOMAIN decided' THEN decided'[s] = decided[s] ELSE FALSE]_vars
=============================================================================
