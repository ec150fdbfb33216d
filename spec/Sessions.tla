------------------------------ MODULE Sessions ------------------------------
(***************************************************************************)
(* What a command of the replicated log does to the table of sessions, by  *)
(* which a command takes effect at most once however often it is sent and  *)
(* wherever it ends up in the log.  There is no state here: only functions *)
(* that ReplicatedLog and MultiPaxos share, so that all replicas compute   *)
(* the same from the same log.                                             *)
(*                                                                         *)
(* A command is <<client, number, digest>>:                                *)
(*                                                                         *)
(*     <<0, 0, d>>    opens a session                                      *)
(*     <<k, i, d>>    is the i-th command of session k; k, i > 0           *)
(*     <<k, 0, d>>    closes session k: it expires                         *)
(*                                                                         *)
(* Sessions are numbered in the order in which the log opens them.  So a   *)
(* closed one never comes back, whatever old copies of commands the log    *)
(* still has to offer; and a replica can tell a session that has expired,  *)
(* numbered up to `opened', from one that it has not heard of yet.         *)
(*                                                                         *)
(* The table is [opened, done]: how many sessions were ever opened and,    *)
(* for each open one, the last of its commands that took effect, at first  *)
(* the one that opened it.  A session's next command is the one with the   *)
(* next number; all others are skipped.                                    *)
(*                                                                         *)
(* Simplification: a copy of a command that opens a session opens another, *)
(* which nobody uses and which expires.                                    *)
(*                                                                         *)
(* How to try to break this: override InOrder                              *)
(* (models/ReplicatedLog_*_mutant_twice.cfg, and the same of MultiPaxos).  *)
(***************************************************************************)
EXTENDS Integers, Sequences, TLC

Client(c) == c[1]
Number(c) == c[2]

NoSessions == [opened |-> 0, done |-> <<>>]

Opens(c)  == Client(c) = 0
Closes(c) == Client(c) # 0 /\ Number(c) = 0

IsOpen(t, k)  == k \in DOMAIN t.done
Expired(t, k) == k \in 1..t.opened /\ ~IsOpen(t, k)

(* c is the next command of its session. *)
InOrder(t, c) ==
  IF IsOpen(t, Client(c))
  THEN Number(c) = Number(t.done[Client(c)]) + 1
  ELSE FALSE

(* c comes before its turn: a command of its session is missing. *)
TooEarly(t, c) ==
  IF IsOpen(t, Client(c))
  THEN Number(c) > Number(t.done[Client(c)]) + 1
  ELSE FALSE

Execute(t, c) ==
  CASE Opens(c)  -> [opened |-> t.opened + 1,
                     done   |-> (t.opened + 1 :> c) @@ t.done]
    [] Closes(c) -> [t EXCEPT !.done =
                      [k \in DOMAIN @ \ {Client(c)} |-> t.done[k]]]
    [] OTHER     -> IF InOrder(t, c)
                    THEN [t EXCEPT !.done = (Client(c) :> c) @@ @]
                    ELSE t

(* The table after all commands of a sequence. *)
ExecuteAll(t, v) ==
  LET after[i \in 0..Len(v)] ==
        IF i = 0 THEN t ELSE Execute(after[i - 1], v[i])
  IN  after[Len(v)]

-----------------------------------------------------------------------------
(* What a log has done, for those who can see the log as a sequence of     *)
(* values, each a sequence of commands.                                    *)

Commands(log) ==
  LET flat[i \in 0..Len(log)] == IF i = 0 THEN <<>> ELSE flat[i - 1] \o log[i]
  IN  flat[Len(log)]

(* The tables before the first command, after it, after the second, ... *)
Tables(log) ==
  LET cs == Commands(log)
      table[i \in 0..Len(cs)] ==
        IF i = 0 THEN NoSessions ELSE Execute(table[i - 1], cs[i])
  IN  table

TableAfter(log) == ExecuteAll(NoSessions, Commands(log))

(* The places at which a command of a session takes effect. *)
Effects(log) ==
  {i \in 1..Len(Commands(log)) : InOrder(Tables(log)[i - 1], Commands(log)[i])}

NoneTwice(log) ==
  \A i, j \in Effects(log) : Commands(log)[i] = Commands(log)[j] => i = j

(* At some point of the log, c was the last command of session k. *)
TookEffect(log, k, c) ==
  \E i \in DOMAIN Tables(log) :
     IF IsOpen(Tables(log)[i], k) THEN Tables(log)[i].done[k] = c ELSE FALSE
=============================================================================
