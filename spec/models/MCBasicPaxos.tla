---------------------------- MODULE MCBasicPaxos ----------------------------
(***************************************************************************)
(* What the models of BasicPaxos need: bounds, symmetry, switches, probes, *)
(* mutants and the fairness of the liveness models.  The header of each    *)
(* .cfg says what it is for and what TLC must find.                        *)
(*                                                                         *)
(* Ballots are encoded as in the implementation and in traces, as          *)
(* round * 1024 + node, so that Owner is a constant and no tool translates.*)
(***************************************************************************)
EXTENDS BasicPaxos, TLC

BallotOwner(b) == b % 1024

(* Minimal quorums: a larger one enables nothing that they do not.         *)
Majorities ==
  {Q \in SUBSET Node : Cardinality(Q) = (Cardinality(Node) \div 2) + 1}

ValueSymmetry == Permutations(Value)

-----------------------------------------------------------------------------
(* Switches.  An action is left out of a model by constraining it away.    *)

NobodyLearns    == \A n \in Node : decided'[n] = None
OneLearner      == \A n \in Node : n # 3 => decided'[n] = None

(* Of all actions only Learn, which sets decided[n], and Restart, which     *)
(* never does, add no message.                                             *)
NobodyRestarts ==
  msgs' # msgs \/ \E n \in Node : decided[n] = None /\ decided'[n] # None

-----------------------------------------------------------------------------
(* Probes: each denies something that must be possible.                    *)

NeverDecided == \A n \in Node : decided[n] = None

(* Two candidates have both got as far as phase 2. *)
NeverDuel == \A x, y \in Sent("2a") : x.bal = y.bal

(* Nobody is bound by another's vote: of no quorum that a proposal of three *)
(* nodes can rest on has anybody voted in another node's ballot.           *)
NeverAdopted ==
  \A y \in Sent("2a") :
     LET P == {m \in Sent("1b") : m.bal = y.bal}
     IN  Cardinality(P) = 2 =>
           \A m \in P : m.vote.bal = 0 \/ Owner(m.vote.bal) = y.from

(* A candidate was told two different values and must tell them apart. *)
NeverTwoReports ==
  \A x, y \in Sent("1b") :
     x.bal = y.bal /\ x.vote.bal > 0 /\ y.vote.bal > 0 => x.vote.val = y.vote.val

(* No node forgets what it knew to be decided. *)
NeverForgets ==
  [][\A n \in Node : decided[n] # None => decided'[n] = decided[n]]_vars

(* One node has voted for two values. *)
NeverRevoted ==
  \A x, y \in Sent("2b") : x.from = y.from => x.val = y.val

-----------------------------------------------------------------------------
(* Mutants: what an overridden operator becomes.                           *)

Any2(x, y)    == TRUE
Any3(x, y, z) == TRUE

AllButOnePromised(Q, b) ==
  \E x \in Q : \A q \in Q \ {x} : \E m \in Promises(Q, b) : m.from = q
OnePromisedTwice(Q, b) == \E q \in Q : \E m \in Promises(Q, b) : m.from = q
ChosenByAllButOne(Q, b, v) ==
  \E x \in Q : \A q \in Q \ {x} : \E m \in msgs :
     m.type = "2b" /\ m.from = q /\ m.bal = b /\ m.val = v
ChosenByOneTwice(Q, b, v) ==
  \E q \in Q : \E m \in msgs :
     m.type = "2b" /\ m.from = q /\ m.bal = b /\ m.val = v
ChosenAcrossBallots(Q, b, v) ==
  \A q \in Q : \E m \in msgs : m.type = "2b" /\ m.from = q /\ m.val = v

Unraised(p, b)   == p
Overshot(p, b)   == b + 4096
Garbled2b(n, b, v) ==
  [type |-> "2b", from |-> n, bal |-> b, val |-> CHOOSE w \in Value : w # v]
AtLeast(n, b)    == b >= promised[n]
FirstVote(w, b, v) == IF w.bal = 0 THEN [bal |-> b, val |-> v] ELSE w
NothingToReport(n) == NoVote
PromiseLost(n)   == 0
VoteLost(n)      == NoVote
AnyReported(R, r) == TRUE
Lowest(R, r)     == \A x \in R : x.bal > 0 => r.bal <= x.bal
PreparingOrProposed(n, b) == proposer[n].bal = b
KeepRunning(n, b) == proposer
(* Takes up again, without a phase 1, the ballot that it finds on disk. *)
BallotResumed(n) ==
  IF promised[n] > 0 /\ Owner(promised[n]) = n
  THEN [bal |-> promised[n], val |-> None] ELSE Idle

-----------------------------------------------------------------------------
(* Liveness, in the form of Lamport's PConProof: if from some time on no   *)
(* ballot above the maximal one starts, its owner works, and the nodes of  *)
(* one quorum answer it, then a value is decided.  That some ballot is the *)
(* last is what an oracle for one leader provides; here it is that Ballot  *)
(* is finite.  No symmetry, no constraint, no Restart: endless restarts    *)
(* are a fair behaviour.                                                   *)

LastBallot == CHOOSE b \in Ballot : \A c \in Ballot : c <= b
Leader == Owner(LastBallot)
Awake == CHOOSE Q \in Quorum : Leader \in Q

LiveNext ==
  \E n \in Node :
     \/ \E b \in Ballot : Prepare(n, b) \/ Promise(n, b)
     \/ \E b \in Ballot, v \in Value : Accept(n, b, v)
     \/ \E b \in Ballot, Q \in Quorum, v \in Value :
           Propose(n, b, Q, v) \/ Learn(n, b, Q, v)

LeaderPrepares == WF_vars(Prepare(Leader, LastBallot))
LeaderProposes ==
  WF_vars(\E Q \in Quorum, v \in Value : Propose(Leader, LastBallot, Q, v))
QuorumAnswers ==
  \A n \in Awake : /\ WF_vars(Promise(n, LastBallot))
                   /\ WF_vars(\E v \in Value : Accept(n, LastBallot, v))
LeaderLearns ==
  WF_vars(\E Q \in Quorum, v \in Value : Learn(Leader, LastBallot, Q, v))

LiveSpec ==
  /\ Init /\ [][LiveNext]_vars
  /\ LeaderPrepares /\ LeaderProposes /\ QuorumAnswers /\ LeaderLearns

(* The same without the quorum's answers: must fail. *)
LonelySpec ==
  /\ Init /\ [][LiveNext]_vars
  /\ LeaderPrepares /\ LeaderProposes /\ LeaderLearns

EventuallyDecided == <>(decided[Leader] # None)
=============================================================================
