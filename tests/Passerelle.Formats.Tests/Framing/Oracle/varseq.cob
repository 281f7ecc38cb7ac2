      * Writes variable records of 1 to 7 bytes through the runtime's own
      * file handler. COB_VARSEQ_FORMAT selects the form of their lengths.
       IDENTIFICATION DIVISION.
       PROGRAM-ID. VARSEQ.
       ENVIRONMENT DIVISION.
       INPUT-OUTPUT SECTION.
       FILE-CONTROL.
           SELECT OUT-FILE ASSIGN TO "varseq.dat"
               ORGANIZATION IS SEQUENTIAL.
           SELECT TEXT-FILE ASSIGN TO "lines.dat"
               ORGANIZATION IS LINE SEQUENTIAL.
       DATA DIVISION.
       FILE SECTION.
       FD  OUT-FILE RECORD IS VARYING IN SIZE FROM 1 TO 7
               DEPENDING ON RECORD-SIZE.
       01  OUT-RECORD              PIC X(7).
       FD  TEXT-FILE.
       01  TEXT-RECORD             PIC X(7).
       WORKING-STORAGE SECTION.
       01  RECORD-SIZE             PIC 9(4).
       01  N                       PIC 9(4).
       PROCEDURE DIVISION.
           OPEN OUTPUT OUT-FILE TEXT-FILE
           PERFORM VARYING N FROM 1 BY 1 UNTIL N > 7
               MOVE N TO RECORD-SIZE
               MOVE "ABCDEFG" TO OUT-RECORD
               WRITE OUT-RECORD
               MOVE SPACES TO TEXT-RECORD
               MOVE "ABCDEFG" TO TEXT-RECORD(1:N)
               WRITE TEXT-RECORD
           END-PERFORM
           CLOSE OUT-FILE TEXT-FILE
           STOP RUN.
