----------------------------- MODULE BasicPaxos -----------------------------
(***************************************************************************)
(* Basic Paxos: one value chosen by nodes that are proposer, acceptor and  *)
(* learner at once, talk by messages only, and may crash at any moment and *)
(* come back with what they had written down.                              *)
(*                                                                         *)
(*   phase 1   Prepare(n, b)      "1a"   n asks for promises for its b     *)
(*             Promise(n, b)      "1b"   n promises b and reports its vote *)
(*   phase 2   Propose(n, b, ..)  "2a"   n proposes what phase 1 allows    *)
(*             Accept(n, b, v)    "2b"   n votes for v in b                *)
(*   learning  Learn(n, b, ..)           a quorum's votes choose v         *)
(*   crash     Restart(n)                only durable state is left        *)
(*                                                                         *)
(* The algorithm is that of Lamport's "Paxos Made Simple" (2001), sections *)
(* 2.2 and 2.3; the phases are named as there.                             *)
(*                                                                         *)
(* Conventions that the tools built on this module rely on:                *)
(*  - msgs is one set that only grows.  A lost message is one never        *)
(*    received, so loss, duplication and reordering need no action.        *)
(*  - Locality: an action of node n reads and writes the entry n of the    *)
(*    variables in NodeVars, reads msgs, and adds to msgs by Add alone.    *)
(*    No guard needs the absence of a message.  Steps of two different     *)
(*    nodes therefore commute.                                             *)
(*  - Witnesses: whatever an action takes from outside is a parameter, so  *)
(*    a recorded step names its successor.                                 *)
(*  - Ballot, Node and Value are never enumerated except in Next.          *)
(*  - What a mutant overrides is an operator with a name; no mutant        *)
(*    overrides an action.                                                 *)
(*                                                                         *)
(* Simplifications: a client's wish is the free choice of v in Propose; a  *)
(* refusal, which only helps liveness, is not modelled; 2b messages go to  *)
(* everybody.                                                              *)
(*                                                                         *)
(* How to try to break this: each operator under "Guards and new values"   *)
(* has a model in models/ that overrides it, with the invariant that TLC   *)
(* then finds violated.  Or write a behaviour you fear as an invariant     *)
(* that denies it, as the probes do, and let TLC find it.                  *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Node,           \* the nodes, each of them proposer, acceptor and learner
  Quorum,         \* sets of nodes, any two of which meet
  Ballot,         \* ballot numbers, all > 0; 0 is "no ballot"
  Owner(_),       \* Owner(b): the only node that may start ballot b
  Value,          \* what may be proposed
  None            \* no value

VARIABLES
  promised,       \* promised[n]: the highest ballot n has promised
  vote,           \* vote[n]: the last vote of n, [bal, val]
  proposer,       \* proposer[n]: [bal, val]: the ballot that n is running,
                  \*   and what it proposed in it; val is None in phase 1
  decided,        \* decided[n]: the value that n knows to be chosen
  msgs            \* all messages ever sent

(* The classes of variables, as the tools read them. *)
NodeVars     == <<promised, vote, proposer, decided>>
DurableVars  == <<promised, vote>>
VolatileVars == <<proposer, decided>>
Messages     == msgs

vars == <<promised, vote, proposer, decided, msgs>>

NoVote == [bal |-> 0, val |-> None]
Idle   == [bal |-> 0, val |-> None]

ASSUME QuorumsMeet == \A Q, R \in Quorum : Q \subseteq Node /\ Q \cap R # {}

-----------------------------------------------------------------------------
(* Messages.  Each says who sent it and in which ballot it belongs.        *)

Msg1a(n, b)    == [type |-> "1a", from |-> n, bal |-> b]
Msg1b(n, b, w) == [type |-> "1b", from |-> n, bal |-> b, vote |-> w]
Msg2a(n, b, v) == [type |-> "2a", from |-> n, bal |-> b, val |-> v]
Msg2b(n, b, v) == [type |-> "2b", from |-> n, bal |-> b, val |-> v]

Add(M) == msgs \cup M

-----------------------------------------------------------------------------
(* Guards and new values.  Each is load-bearing; see models/.              *)

Owns(n, b)       == Owner(b) = n
Fresh(n, b)      == b > promised[n]           \* to start a ballot
Higher(n, b)     == b > promised[n]           \* to promise a ballot
HighEnough(n, b) == b >= promised[n]          \* to vote in a ballot
Raised(p, b)     == b                         \* promised, after promising b
RaisedByVote(p, b) == b                       \* promised, after voting in b
Voted(w, b, v)   == [bal |-> b, val |-> v]    \* vote, after voting
Report(n)        == vote[n]                   \* what a promise tells
PromiseAfterCrash(n) == promised[n]
VoteAfterCrash(n)    == vote[n]
ProposerAfterCrash(n) == Idle

(* The candidate of ballot b that has not proposed in it yet. *)
Preparing(n, b) == proposer[n] = [bal |-> b, val |-> None]

(* A node that meets a ballot above its own gives its own up. *)
StepDown(n, b) ==
  IF proposer[n].bal < b THEN [proposer EXCEPT ![n] = Idle] ELSE proposer

(* The votes that the promises of Q for b report, and who gave them. *)
Promises(Q, b) == {m \in msgs : m.type = "1b" /\ m.bal = b /\ m.from \in Q}
AllPromised(Q, b) == \A q \in Q : \E m \in Promises(Q, b) : m.from = q

(* Phase 2a's rule: the value of the highest reported vote; any value if   *)
(* no vote is reported.                                                    *)
Highest(R, r) == \A x \in R : x.bal <= r.bal
Free(R)       == \A r \in R : r.bal = 0
Allowed(R, v) == Free(R) \/ \E r \in R : r.bal > 0 /\ Highest(R, r) /\ r.val = v

(* Everyone in Q voted for v in b. *)
ChosenBy(Q, b, v) ==
  \A q \in Q : \E m \in msgs :
     m.type = "2b" /\ m.from = q /\ m.bal = b /\ m.val = v

-----------------------------------------------------------------------------
Init ==
  /\ promised = [n \in Node |-> 0]
  /\ vote     = [n \in Node |-> NoVote]
  /\ proposer = [n \in Node |-> Idle]
  /\ decided  = [n \in Node |-> None]
  /\ msgs     = {}

(***************************************************************************)
(* Phase 1a.  n starts a ballot of its own, above all it has promised, and *)
(* promises it itself in the same step: the ballot is on disk before       *)
(* anybody hears of it, so that it is never used twice.                    *)
(***************************************************************************)
Prepare(n, b) ==
  /\ Owns(n, b)
  /\ Fresh(n, b)
  /\ promised' = [promised EXCEPT ![n] = Raised(@, b)]
  /\ proposer' = [proposer EXCEPT ![n] = [bal |-> b, val |-> None]]
  /\ UNCHANGED <<vote, decided>>
  /\ msgs' = Add({Msg1a(n, b), Msg1b(n, b, Report(n))})

(***************************************************************************)
(* Phase 1b.  n promises to cast no vote below b, and reports its last.    *)
(***************************************************************************)
Promise(n, b) ==
  /\ \E m \in msgs : m.type = "1a" /\ m.bal = b
  /\ Higher(n, b)
  /\ promised' = [promised EXCEPT ![n] = Raised(@, b)]
  /\ proposer' = StepDown(n, b)
  /\ UNCHANGED <<vote, decided>>
  /\ msgs' = Add({Msg1b(n, b, Report(n))})

(***************************************************************************)
(* Phase 2a.  With the promises of a quorum Q, n proposes one value in its *)
(* ballot: the one that their reports leave it, or its own choice.         *)
(***************************************************************************)
Propose(n, b, Q, v) ==
  /\ Preparing(n, b)
  /\ AllPromised(Q, b)
  /\ Allowed({m.vote : m \in Promises(Q, b)}, v)
  /\ proposer' = [proposer EXCEPT ![n] = [bal |-> b, val |-> v]]
  /\ UNCHANGED <<promised, vote, decided>>
  /\ msgs' = Add({Msg2a(n, b, v)})

(***************************************************************************)
(* Phase 2b.  n votes for v in b, unless it has promised a higher ballot   *)
(* or voted in b already.                                                  *)
(***************************************************************************)
Unvoted(n, b) == vote[n].bal # b

Accept(n, b, v) ==
  /\ \E m \in msgs : m.type = "2a" /\ m.bal = b /\ m.val = v
  /\ HighEnough(n, b)
  /\ Unvoted(n, b)
  /\ promised' = [promised EXCEPT ![n] = RaisedByVote(@, b)]
  /\ vote'     = [vote EXCEPT ![n] = Voted(@, b, v)]
  /\ proposer' = StepDown(n, b)
  /\ UNCHANGED decided
  /\ msgs' = Add({Msg2b(n, b, v)})

(***************************************************************************)
(* n learns that v is chosen: a quorum Q voted for it in one ballot.       *)
(***************************************************************************)
Learn(n, b, Q, v) ==
  /\ decided[n] = None
  /\ ChosenBy(Q, b, v)
  /\ decided' = [decided EXCEPT ![n] = v]
  /\ UNCHANGED <<promised, vote, proposer>>
  /\ msgs' = Add({})

(***************************************************************************)
(* n crashes and recovers: what it had not written down is gone.           *)
(***************************************************************************)
Restart(n) ==
  /\ promised' = [promised EXCEPT ![n] = PromiseAfterCrash(n)]
  /\ vote'     = [vote EXCEPT ![n] = VoteAfterCrash(n)]
  /\ proposer' = [proposer EXCEPT ![n] = ProposerAfterCrash(n)]
  /\ decided'  = [decided EXCEPT ![n] = None]
  /\ msgs' = Add({})

Next ==
  \E n \in Node :
     \/ \E b \in Ballot : Prepare(n, b)
     \/ \E b \in Ballot : Promise(n, b)
     \/ \E b \in Ballot, Q \in Quorum, v \in Value : Propose(n, b, Q, v)
     \/ \E b \in Ballot, v \in Value : Accept(n, b, v)
     \/ \E b \in Ballot, Q \in Quorum, v \in Value : Learn(n, b, Q, v)
     \/ Restart(n)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What must hold.  Each invariant is local enough to name its cause.      *)

TypeOK ==
  /\ \A n \in Node :
       /\ promised[n] \in Ballot \cup {0}
       /\ vote[n].bal \in Ballot \cup {0} /\ vote[n].val \in Value \cup {None}
       /\ proposer[n].bal \in Ballot \cup {0}
       /\ proposer[n].val \in Value \cup {None}
       /\ decided[n] \in Value \cup {None}
  /\ \A m \in msgs : m.from \in Node /\ m.bal \in Ballot

Sent(t) == {m \in msgs : m.type = t}

(* A ballot proposes one value, whatever crashes. *)
OneValuePerBallot == \A x, y \in Sent("2a") : x.bal = y.bal => x.val = y.val

(* A ballot is started by its owner only. *)
BallotOwned == \A m \in Sent("1a") \cup Sent("2a") : m.from = Owner(m.bal)

(* A promise is never taken back. *)
PromiseDurable == \A m \in Sent("1b") \cup Sent("2b") : promised[m.from] >= m.bal

(* A vote is only ever replaced by a vote in a higher ballot. *)
VoteDurable == \A m \in Sent("2b") : vote[m.from].bal >= m.bal

(* A promise told of every vote below it, cast before or since. *)
PromiseKept ==
  \A p \in Sent("1b"), x \in Sent("2b") :
     p.from = x.from /\ x.bal < p.bal =>
       \/ p.vote.bal > x.bal
       \/ p.vote = [bal |-> x.bal, val |-> x.val]

(* A vote was asked for by a proposal. *)
VoteProposed ==
  \A x \in Sent("2b") : \E m \in Sent("2a") : m.bal = x.bal /\ m.val = x.val

VotedFor(n, b, v) ==
  \E m \in Sent("2b") : m.from = n /\ m.bal = b /\ m.val = v

(* n did not vote for v in b and, by its promise, never will. *)
Refuses(n, b, v) == promised[n] > b /\ ~VotedFor(n, b, v)

(* What is proposed is safe: no other value that was proposed below was or *)
(* can still be chosen there.                                              *)
ProposedSafe ==
  \A x, y \in Sent("2a") :
     x.bal < y.bal /\ x.val # y.val =>
       \E Q \in Quorum : \A n \in Q : Refuses(n, x.bal, x.val)

(* The values chosen, in terms of the votes sent. *)
Chosen ==
  {m.val : m \in {x \in Sent("2b") :
     \E Q \in Quorum : \A n \in Q : VotedFor(n, x.bal, x.val)}}

Agreement == \A v, w \in Chosen : v = w

(* A node believes decided only what is chosen. *)
DecidedChosen == \A n \in Node : decided[n] # None => decided[n] \in Chosen

(* A node that is running a ballot has promised no higher one. *)
StepsDown == \A n \in Node : proposer[n].bal \in {0, promised[n]}

(* The invariants that ask for a message to be there.  Whoever sees only a *)
(* part of the messages must not take their failure for a violation.  All  *)
(* others, once false, stay false whatever is added to msgs.               *)
AsksForMessages == <<VoteProposed, DecidedChosen>>

-----------------------------------------------------------------------------
(* Refinement.  Votes are the 2b messages; the promise is maxBal.          *)

V == INSTANCE Voting WITH
       Acceptor <- Node,
       votes    <- [n \in Node |-> {<<m.bal, m.val>> : m \in
                                     {x \in Sent("2b") : x.from = n}}],
       maxBal   <- promised

RefinesVoting == V!Spec
RefinesConsensus == V!C!Spec
=============================================================================
