-------------------------------- MODULE Log --------------------------------
(***************************************************************************)
(* A replicated log in the style of this project's Multi-Paxos, to measure *)
(* how fast recorded steps are replayed: per-slot state is a function      *)
(* whose domain is the slots touched and not yet truncated, messages are   *)
(* one set, and every action names what it takes from outside.             *)
(*                                                                         *)
(* It is made for measuring, and nothing is proved about it.               *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, TLC

CONSTANTS
  Node,           \* the nodes
  Quorum,         \* sets of nodes, any two of which meet
  Ballot,         \* ballot numbers, all > 0; 0 is "no ballot"
  Owner(_),       \* Owner(b): the only node that may start ballot b
  Slot,           \* the slots of the log, from 1
  Value,          \* what may be proposed
  None            \* no value

VARIABLES
  promised,       \* promised[n]: the highest ballot n has promised
  vote,           \* vote[n][s]: the last vote of n in slot s, [bal, val]
  floor,          \* floor[n]: the slots up to here are truncated
  leader,         \* leader[n]: [bal, reports]: the ballot that n is running,
                  \*   and the votes that its promises report
  proposed,       \* proposed[n][s]: what n proposed for s in its ballot
  chosen,         \* chosen[n][s]: the value that n knows to be chosen
  applied,        \* applied[n]: how many slots n has applied
  last,           \* last[n]: the value that n applied last
  msgs            \* messages

NodeVars     == <<promised, vote, floor, leader, proposed, chosen, applied, last>>
DurableVars  == <<promised, vote, floor>>
VolatileVars == <<leader, proposed, chosen, applied, last>>
Messages     == msgs

Idle    == [bal |-> 0, reports |-> {}]
Nothing == <<>>

ASSUME QuorumsMeet == \A Q, R \in Quorum : Q \subseteq Node /\ Q \cap R # {}

-----------------------------------------------------------------------------
Msg1a(n, b)       == [type |-> "1a", from |-> n, bal |-> b]
Msg1b(n, b, f, w) == [type |-> "1b", from |-> n, bal |-> b, floor |-> f, votes |-> w]
Msg2a(n, b, s, v) == [type |-> "2a", from |-> n, bal |-> b, slot |-> s, val |-> v]
Msg2b(n, b, s, v) == [type |-> "2b", from |-> n, bal |-> b, slot |-> s, val |-> v]

Add(M) == msgs \cup M

Put(f, k, v) == (k :> v) @@ f
Above(f, s)  == [k \in DOMAIN f \ 1..s |-> f[k]]

StepDown(n, b) ==
  IF leader[n].bal < b THEN [leader EXCEPT ![n] = Idle] ELSE leader
Withdrawn(n, b) ==
  IF leader[n].bal < b THEN [proposed EXCEPT ![n] = Nothing] ELSE proposed

Promises(Q, b) == {m \in msgs : m.type = "1b" /\ m.bal = b /\ m.from \in Q}
AllPromised(Q, b) == \A q \in Q : \E m \in Promises(Q, b) : m.from = q

Reports(n, s) == {r[s] : r \in {x \in leader[n].reports : s \in DOMAIN x}}
Highest(R, r) == \A x \in R : x.bal <= r.bal
Allowed(R, v) == R = {} \/ \E r \in R : Highest(R, r) /\ r.val = v

ChosenBy(Q, b, s, v) ==
  \A q \in Q : \E m \in msgs :
     m.type = "2b" /\ m.from = q /\ m.bal = b /\ m.slot = s /\ m.val = v

-----------------------------------------------------------------------------
Init ==
  /\ promised = [n \in Node |-> 0]
  /\ vote     = [n \in Node |-> Nothing]
  /\ floor    = [n \in Node |-> 0]
  /\ leader   = [n \in Node |-> Idle]
  /\ proposed = [n \in Node |-> Nothing]
  /\ chosen   = [n \in Node |-> Nothing]
  /\ applied  = [n \in Node |-> 0]
  /\ last     = [n \in Node |-> None]
  /\ msgs     = {}

Prepare(n, b) ==
  /\ Owner(b) = n
  /\ b > promised[n]
  /\ promised' = [promised EXCEPT ![n] = b]
  /\ leader'   = [leader EXCEPT ![n] = [bal |-> b, reports |-> {}]]
  /\ proposed' = [proposed EXCEPT ![n] = Nothing]
  /\ UNCHANGED <<vote, floor, chosen, applied, last>>
  /\ msgs' = Add({Msg1a(n, b), Msg1b(n, b, floor[n], vote[n])})

Promise(n, b) ==
  /\ \E m \in msgs : m.type = "1a" /\ m.bal = b
  /\ b > promised[n]
  /\ promised' = [promised EXCEPT ![n] = b]
  /\ leader'   = StepDown(n, b)
  /\ proposed' = Withdrawn(n, b)
  /\ UNCHANGED <<vote, floor, chosen, applied, last>>
  /\ msgs' = Add({Msg1b(n, b, floor[n], vote[n])})

Lead(n, b, Q) ==
  /\ leader[n] = [bal |-> b, reports |-> {}]
  /\ AllPromised(Q, b)
  /\ leader' = [leader EXCEPT ![n].reports = {m.votes : m \in Promises(Q, b)}]
  /\ UNCHANGED <<promised, vote, floor, proposed, chosen, applied, last>>
  /\ msgs' = Add({})

Propose(n, b, s, v) ==
  /\ leader[n].bal = b
  /\ leader[n].reports # {}
  /\ s > floor[n]
  /\ s \notin DOMAIN proposed[n]
  /\ Allowed(Reports(n, s), v)
  /\ proposed' = [proposed EXCEPT ![n] = Put(@, s, v)]
  /\ UNCHANGED <<promised, vote, floor, leader, chosen, applied, last>>
  /\ msgs' = Add({Msg2a(n, b, s, v)})

Unvoted(n, b, s) == s \in DOMAIN vote[n] => vote[n][s].bal # b

Accept(n, b, s, v) ==
  /\ \E m \in msgs : m.type = "2a" /\ m.bal = b /\ m.slot = s /\ m.val = v
  /\ b >= promised[n]
  /\ s > floor[n]
  /\ Unvoted(n, b, s)
  /\ promised' = [promised EXCEPT ![n] = b]
  /\ vote'     = [vote EXCEPT ![n] = Put(@, s, [bal |-> b, val |-> v])]
  /\ leader'   = StepDown(n, b)
  /\ proposed' = Withdrawn(n, b)
  /\ UNCHANGED <<floor, chosen, applied, last>>
  /\ msgs' = Add({Msg2b(n, b, s, v)})

Learn(n, s, b, v, Q) ==
  /\ s > applied[n]
  /\ s \notin DOMAIN chosen[n]
  /\ ChosenBy(Q, b, s, v)
  /\ chosen' = [chosen EXCEPT ![n] = Put(@, s, v)]
  /\ UNCHANGED <<promised, vote, floor, leader, proposed, applied, last>>
  /\ msgs' = Add({})

Apply(n) ==
  /\ applied[n] + 1 \in DOMAIN chosen[n]
  /\ applied' = [applied EXCEPT ![n] = @ + 1]
  /\ last'    = [last EXCEPT ![n] = chosen[n][applied[n] + 1]]
  /\ UNCHANGED <<promised, vote, floor, leader, proposed, chosen>>
  /\ msgs' = Add({})

Truncate(n, s) ==
  /\ s > floor[n]
  /\ s <= applied[n]
  /\ floor'    = [floor EXCEPT ![n] = s]
  /\ vote'     = [vote EXCEPT ![n] = Above(@, s)]
  /\ proposed' = [proposed EXCEPT ![n] = Above(@, s)]
  /\ chosen'   = [chosen EXCEPT ![n] = Above(@, s)]
  /\ UNCHANGED <<promised, leader, applied, last>>
  /\ msgs' = Add({})

Restart(n) ==
  /\ leader'   = [leader EXCEPT ![n] = Idle]
  /\ proposed' = [proposed EXCEPT ![n] = Nothing]
  /\ chosen'   = [chosen EXCEPT ![n] = Nothing]
  /\ applied'  = [applied EXCEPT ![n] = floor[n]]
  /\ last'     = [last EXCEPT ![n] = None]
  /\ UNCHANGED <<promised, vote, floor>>
  /\ msgs' = Add({})

Next ==
  \E n \in Node :
     \/ \E b \in Ballot : Prepare(n, b) \/ Promise(n, b)
     \/ \E b \in Ballot, Q \in Quorum : Lead(n, b, Q)
     \/ \E b \in Ballot, s \in Slot, v \in Value : Propose(n, b, s, v)
     \/ \E b \in Ballot, s \in Slot, v \in Value : Accept(n, b, s, v)
     \/ \E s \in Slot, b \in Ballot, v \in Value, Q \in Quorum : Learn(n, s, b, v, Q)
     \/ Apply(n)
     \/ \E s \in Slot : Truncate(n, s)
     \/ Restart(n)

-----------------------------------------------------------------------------
(* The constants of a replay: nothing below can be enumerated.             *)

ReplayOwner(b) == b % 1024
ReplayQuorum   == {Q \in SUBSET Node : 2 * Cardinality(Q) > Cardinality(Node)}
ReplayBallot   == {b \in Nat : b >= 1024 /\ ReplayOwner(b) \in Node}
ReplaySlot     == Nat \ {0}
ReplayValue    == STRING
ReplayAdd(M)   == M
=============================================================================
