-------------------------- MODULE MultiPaxosSafety --------------------------
(***************************************************************************)
(* What MultiPaxos must never do: the words that its header explains, as   *)
(* formulas; its invariants, each named after what it says and local       *)
(* enough to name a cause; and its two refinements, one slot at a time to  *)
(* Voting, and the whole to ReplicatedLog.                                 *)
(*                                                                         *)
(* Simplification: progress is not here, since it needs assumptions about  *)
(* the world; see the liveness models in models/.                          *)
(*                                                                         *)
(* How to try to break this: each invariant has a model in models/ that    *)
(* violates it, named in README.md.                                        *)
(***************************************************************************)
EXTENDS MultiPaxos

-----------------------------------------------------------------------------
(* What the words of the header mean.                                      *)

VotedFor(n, b, s, v) == Msg2b(n, b, s, v) \in msgs

ChosenIn(s, v) ==
  \E m \in Sent("2b") :
     /\ m.slot = s /\ m.val = v
     /\ \E Q \in Quorum : \A q \in Q : VotedFor(q, m.bal, s, v)

IsChosen(s) == \E m \in Sent("2b") : m.slot = s /\ ChosenIn(s, m.val)

Led(n, b) == Owner(b) = n /\ lead[n].bal = b /\ lead[n].next # 0

Stable(b) == <>[][\A m \in msgs' \ msgs : m.type = "1a" => m.bal <= b]_vars

Hole(n, Q, b, s) ==
  LET P == Promises(Q, b) IN s \in Owing(n, P) /\ s \notin Reported(P)

-----------------------------------------------------------------------------
(* What must hold.                                                         *)

TypeOK ==
  /\ \A n \in Node :
       /\ promised[n] \in Ballot \cup {0}
       /\ \A s \in DOMAIN vote[n] :
            /\ s \in Slot /\ vote[n][s].bal \in Ballot
            /\ vote[n][s].val \in Value \cup {NoOp}
       /\ trunc[n] \in Point /\ upto[n] \in Point
       /\ lead[n].bal \in Ballot \cup {0} /\ lead[n].next \in Point \cup {0}
       /\ \A s \in DOMAIN known[n] :
            s \in Slot /\ known[n][s] \in Value \cup {NoOp}
       /\ prefix[n] \in Prefix
       /\ opened[n] \in Nat
       /\ \A k \in DOMAIN done[n] :
            k \in 1..opened[n] /\ done[n][k] \in Command
       /\ DOMAIN snap[n] = DOMAIN Blank
  /\ \A m \in msgs : m.from \in Node

(* A ballot is run by its owner only. *)
BallotOwned == \A n \in Node : lead[n].bal # 0 => Owner(lead[n].bal) = n

(* A ballot proposes one value in a slot, whatever crashes. *)
OneValuePerBallot ==
  \A x, y \in Sent("2a") : x.bal = y.bal /\ x.slot = y.slot => x.val = y.val

(* A node that is running a ballot has promised no higher one. *)
StepsDown == \A n \in Node : lead[n].bal \in {0, promised[n]}

(* A promise is never taken back, and never lags behind a vote. *)
PromiseDurable ==
  \A m \in Sent("1b") \cup Sent("2b") : promised[m.from] >= m.bal

(* A vote is only ever replaced by a vote in a higher ballot, or truncated. *)
VoteDurable ==
  \A m \in Sent("2b") :
     m.slot >= trunc[m.from] => VoteIn(vote[m.from], m.slot).bal >= m.bal

(* Nothing is kept, or told, of votes that were truncated. *)
TruncatedForgotten ==
  \A n \in Node : \A s \in DOMAIN vote[n] : s >= trunc[n]

(* A promise told of every vote below it, cast before or since, in every   *)
(* slot that it speaks of.                                                 *)
PromiseKept ==
  \A p \in Sent("1b"), x \in Sent("2b") :
     /\ p.from = x.from
     /\ x.bal < p.bal
     /\ x.slot >= p.slot
     /\ x.slot >= p.trunc
     => \/ VoteIn(p.votes, x.slot).bal > x.bal
        \/ VoteIn(p.votes, x.slot) = [bal |-> x.bal, val |-> x.val]

(* A leader has the promises of a quorum. *)
LedByQuorum ==
  \A n \in Node :
     Led(n, lead[n].bal) =>
       \E Q \in Quorum : \A q \in Q : \E m \in Sent("1b") :
          m.from = q /\ m.bal = lead[n].bal

(* A vote was asked for by a proposal. *)
VoteProposed ==
  \A x \in Sent("2b") : Msg2a(Owner(x.bal), x.bal, x.slot, x.val) \in msgs

(* A proposal holds what clients asked for. *)
ProposedAsked ==
  \A x \in Sent("2a") : \A i \in DOMAIN x.val : Requested(x.val[i])

(* n did not vote for v in s and b and, by its promise, never will. *)
Refuses(n, b, s, v) == promised[n] > b /\ ~VotedFor(n, b, s, v)

(* What is proposed is safe: no other value that was proposed below, in    *)
(* the same slot, was or can still be chosen there.                        *)
ProposedSafe ==
  \A x, y \in Sent("2a") :
     x.slot = y.slot /\ x.bal < y.bal /\ x.val # y.val =>
       \E Q \in Quorum : \A n \in Q : Refuses(n, x.bal, x.slot, x.val)

(* At most one value is chosen in a slot. *)
Agreement ==
  \A x, y \in Sent("2b") :
     /\ x.slot = y.slot
     /\ x.val # y.val
     => ~(ChosenIn(x.slot, x.val) /\ ChosenIn(y.slot, y.val))

(* A leader leaves no slot below its next one without a proposal, unless   *)
(* that slot is decided without it.                                        *)
NoHole ==
  \A n \in Node : \A s \in upto[n]..(lead[n].next - 1) :
     \/ \E m \in Sent("2a") : m.bal = lead[n].bal /\ m.slot = s
     \/ IsChosen(s)

(* A node believes chosen only what is chosen. *)
KnownChosen ==
  \A n \in Node : \A s \in DOMAIN known[n] : ChosenIn(s, known[n][s])

(* What was truncated is in the node's snapshot, and that in its prefix. *)
TruncatedCovered ==
  \A n \in Node : trunc[n] <= snap[n].upto /\ snap[n].upto <= upto[n]

(* Two nodes that have applied as many slots have applied the same. *)
AppliedAgree ==
  \A m, n \in Node :
     upto[m] = upto[n] => prefix[m] = prefix[n] /\ Table(m) = Table(n)

(* A reply is to a command that is chosen. *)
RepliedChosen ==
  \A r \in Sent("reply") : \E x \in Sent("2b") :
     /\ \E i \in DOMAIN x.val : x.val[i] = r.cmd
     /\ ChosenIn(x.slot, x.val)

(* A ballot is started once, also by a node that has forgotten it. *)
BallotUsedOnce ==
  [][\A n \in Node :
       lead'[n].bal \notin {0, lead[n].bal} =>
         \A m \in Sent("1a") : m.bal # lead'[n].bal]_vars

-----------------------------------------------------------------------------
(* The same where a prefix is the sequence of its values: Extend is        *)
(* Append, as in the models.  A replay sees digests.                       *)

(* Nothing is skipped. *)
NoGap == \A n \in Node : Len(prefix[n]) = upto[n] - 1

(* What is applied is chosen, each value in its own slot. *)
AppliedChosen ==
  \A n \in Node : \A s \in DOMAIN prefix[n] : ChosenIn(s, prefix[n][s])

(* So is what a snapshot holds, *)
SnapshotChosen ==
  \A n \in Node :
     \A s \in DOMAIN snap[n].prefix : ChosenIn(s, snap[n].prefix[s])

(* and it holds the sessions that go with it. *)
SnapshotWhole ==
  \A n \in Node :
     /\ TableAfter(prefix[n]) = Table(n)
     /\ TableAfter(snap[n].prefix) =
          [opened |-> snap[n].opened, done |-> snap[n].done]

(* However often a command is chosen, it takes effect once. *)
AtMostOnce == \A n \in Node : NoneTwice(prefix[n])

(* The invariants that ask for a message to be there; see BasicPaxos.      *)
AsksForMessages ==
  <<LedByQuorum, VoteProposed, ProposedAsked, NoHole, KnownChosen,
    RepliedChosen, AppliedChosen, SnapshotChosen>>

-----------------------------------------------------------------------------
(* Refinement.  In each slot the votes are the 2b messages of that slot,   *)
(* and the promise is maxBal for all of them.                              *)

V(s) == INSTANCE Voting WITH
          Acceptor <- Node,
          Value    <- Value \cup {NoOp},
          votes    <- [n \in Node |-> {<<m.bal, m.val>> : m \in
                        {x \in Sent("2b") : x.from = n /\ x.slot = s}}],
          maxBal   <- promised

(* \A s \in Slot : V(s)!Spec, as TLC takes it. *)
RefinesVoting ==
  /\ \A s \in Slot : V(s)!Init
  /\ [][\A s \in Slot : V(s)!Next \/ UNCHANGED V(s)!vars]_vars

(* The messages are the history: what is chosen can be read off them.      *)
ChosenSlots == {m.slot : m \in {x \in Sent("2b") : ChosenIn(x.slot, x.val)}}

L == INSTANCE ReplicatedLog WITH
       Replica   <- Node,
       requested <- {m.cmd : m \in Sent("request")},
       decided   <- [s \in ChosenSlots |->
                      CHOOSE v \in Value \cup {NoOp} : ChosenIn(s, v)],
       log       <- prefix,
       kept      <- [n \in Node |-> snap[n].prefix],
       replied   <- {<<m.session, m.cmd>> : m \in Sent("reply")},
       expired   <- {Client(m.cmd) : m \in Sent("expired")}

RefinesLog == L!Spec
=============================================================================
