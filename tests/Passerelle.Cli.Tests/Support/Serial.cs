// Commands write to the console, of which a process has one.
[assembly: NonParallelizable]
