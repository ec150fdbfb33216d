------------------------------- MODULE Voting -------------------------------
(***************************************************************************)
(* How a value comes to be chosen, with no messages and no leaders: the    *)
(* acceptors vote in numbered ballots, and a value is chosen once every    *)
(* member of some quorum has voted for it in the same ballot.  This is the *)
(* essence of Paxos and the contract that BasicPaxos refines, and each     *)
(* slot of a replicated log too.  After Lamport's module of this name.     *)
(*                                                                         *)
(* Ballot numbers are positive; 0 stands for "before every ballot".        *)
(* Nothing here enumerates Ballot or 0..b: ballots range over those in     *)
(* which somebody voted, so that the module can be evaluated with Ballot   *)
(* unbounded, in the replay of a trace.                                    *)
(*                                                                         *)
(* Simplification: an acceptor sees every other acceptor's votes at once.  *)
(* BasicPaxos is what remains when it can only see messages.               *)
(*                                                                         *)
(* How to try to break this: override NotBelow, Silent, OneValue or Safe   *)
(* by Any (models/Voting_*_mutant_*.cfg); TLC names what breaks.           *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Acceptor,       \* who votes
  Quorum,         \* sets of acceptors, any two of which meet
  Ballot,         \* ballot numbers, all > 0
  Value           \* what is voted for

VARIABLES
  votes,          \* votes[a]: the set of <<ballot, value>> that a voted for
  maxBal          \* maxBal[a]: a will cast no vote in a ballot below it

vars == <<votes, maxBal>>

ASSUME QuorumsMeet ==
  \A Q, R \in Quorum : Q \subseteq Acceptor /\ Q \cap R # {}

-----------------------------------------------------------------------------
Init ==
  /\ votes  = [a \in Acceptor |-> {}]
  /\ maxBal = [a \in Acceptor |-> 0]

VotedFor(a, b, v) == <<b, v>> \in votes[a]

SilentIn(a, b) == \A x \in votes[a] : x[1] # b

ChosenAt(b, v) == \E Q \in Quorum : \A a \in Q : VotedFor(a, b, v)

(* The ballots, below b, in which a member of Q has voted. *)
VotedBelow(Q, b) == {x[1] : x \in {y \in UNION {votes[a] : a \in Q} : y[1] < b}}

(***************************************************************************)
(* Q shows that v is safe in ballot b: no other value was or can still be  *)
(* chosen below b.  All of Q has left the ballots below b, and of those    *)
(* ballots the highest in which a member of Q voted, if there is one, has  *)
(* a vote of Q for v.                                                      *)
(***************************************************************************)
ShowsSafe(Q, b, v) ==
  /\ \A a \in Q : maxBal[a] >= b
  /\ LET C == VotedBelow(Q, b)
     IN  \/ C = {}
         \/ \E c \in C : /\ \A d \in C : d <= c
                         /\ \E a \in Q : VotedFor(a, c, v)

-----------------------------------------------------------------------------
(***************************************************************************)
(* a leaves all ballots below b for ever.                                  *)
(***************************************************************************)
IncreaseMaxBal(a, b) ==
  /\ b > maxBal[a]
  /\ maxBal' = [maxBal EXCEPT ![a] = b]
  /\ UNCHANGED votes

(***************************************************************************)
(* a votes for v in ballot b: it has not left b, has not voted in b,       *)
(* nobody voted for another value in b, and some quorum shows v safe.      *)
(***************************************************************************)
NotBelow(a, b) == b >= maxBal[a]
Silent(a, b) == SilentIn(a, b)
OneValue(a, b, v) == \A c \in Acceptor : \A x \in votes[c] : x[1] = b => x[2] = v
Safe(b, v) == \E Q \in Quorum : ShowsSafe(Q, b, v)

VoteFor(a, b, v) ==
  /\ NotBelow(a, b)
  /\ Silent(a, b)
  /\ OneValue(a, b, v)
  /\ Safe(b, v)
  /\ votes'  = [votes EXCEPT ![a] = @ \cup {<<b, v>>}]
  /\ maxBal' = [maxBal EXCEPT ![a] = b]

Next ==
  \E a \in Acceptor, b \in Ballot :
     \/ IncreaseMaxBal(a, b)
     \/ \E v \in Value : VoteFor(a, b, v)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What is chosen, in terms of the votes cast. *)
VotesCast == UNION {votes[a] : a \in Acceptor}
chosen == {x[2] : x \in {y \in VotesCast : ChosenAt(y[1], y[2])}}

TypeOK ==
  /\ DOMAIN votes = Acceptor /\ DOMAIN maxBal = Acceptor
  /\ \A a \in Acceptor :
       /\ maxBal[a] \in Ballot \cup {0}
       /\ \A x \in votes[a] : x[1] \in Ballot /\ x[2] \in Value

(* In one ballot all votes are for one value. *)
OneValuePerBallot == \A x, y \in VotesCast : x[1] = y[1] => x[2] = y[2]

(* No vote above what its acceptor has promised not to go below. *)
VotesBounded == \A a \in Acceptor : \A x \in votes[a] : x[1] <= maxBal[a]

(* A ballot is closed to a once a has left it without a vote for v. *)
Closed(a, c, v) == maxBal[a] > c /\ ~VotedFor(a, c, v)

(* Every vote is for a value that was safe: below its ballot no other      *)
(* value is chosen, or ever will be.                                       *)
VotesSafe ==
  \A x, y \in VotesCast :
     x[1] < y[1] /\ x[2] # y[2] =>
       \E Q \in Quorum : \A a \in Q : Closed(a, x[1], x[2])

Agreement == \A v, w \in chosen : v = w

C == INSTANCE Consensus
RefinesConsensus == C!Spec
=============================================================================
